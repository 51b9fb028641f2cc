package net.taotoken.failover.autoconfigure.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Spelling;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.EntryOrder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list of candidates of a list of models: each model at each entry that offers
 * it, in the order that is preferred. A list may also name a candidate, such as
 * {@code deepseek-v4-flash@balance}.
 */
final class CandidateList {

	/** One slip in that many letters is taken for one. */
	private static final int SLIP = 3;

	private final List<Entry> entries;

	private final EntryOrder order;

	/**
	 * Create the maker.
	 * @param entries the entries that may be used, in order of preference
	 * @param order what comes first
	 */
	CandidateList(List<Entry> entries, EntryOrder order) {
		this.entries = entries;
		this.order = order;
	}

	/**
	 * The candidates of a list.
	 * @param key the key under which the list is written, or {@code null} if it is fine
	 * that a model is offered nowhere
	 * @param written the names of models, and candidates
	 * @return the candidates, each once
	 */
	List<Candidate> of(@Nullable PropertyKey key, Collection<String> written) {
		Map<String, Candidate> candidates = new LinkedHashMap<>();
		List<List<Candidate>> byModel = new ArrayList<>();
		for (String name : written) {
			byModel.add(offers(key, name));
		}
		if (this.order == EntryOrder.MODEL) {
			byModel.forEach((offers) -> add(offers, candidates));
		}
		else {
			this.entries.forEach((entry) -> byModel.forEach((offers) -> add(offersAt(entry, offers), candidates)));
		}
		return List.copyOf(candidates.values());
	}

	private static void add(List<Candidate> offers, Map<String, Candidate> candidates) {
		offers.forEach((offer) -> candidates.putIfAbsent(offer.entry().candidate(offer.model()), offer));
	}

	private static List<Candidate> offersAt(Entry entry, List<Candidate> offers) {
		return offers.stream().filter((offer) -> offer.entry().equals(entry)).toList();
	}

	private List<Candidate> offers(@Nullable PropertyKey key, String written) {
		for (Entry entry : this.entries) {
			String model = entry.modelOf(written);
			if (model != null) {
				return List.of(new Candidate(model, entry));
			}
		}
		if (key != null) {
			refuseMisspeltEntry(key, written);
		}
		List<Candidate> offers = this.entries.stream()
			.filter((entry) -> entry.offers(written))
			.map((entry) -> new Candidate(written, entry))
			.toList();
		if (offers.isEmpty() && key != null) {
			throw nowhere(key, written);
		}
		return offers;
	}

	// names of models may hold the sign, too, as in claude-3-5-sonnet@20241022
	private void refuseMisspeltEntry(PropertyKey key, String written) {
		int at = written.lastIndexOf(Entry.SEPARATOR);
		String name = written.substring(at + 1);
		String nearest = Spelling.nearest(name, names(), 1).get(0);
		if (at > 0 && SLIP * Spelling.distance(name, nearest) <= nearest.length()) {
			throw key.refuse("It holds '" + written + "', but there is no entry '" + name + "' here; there are "
					+ String.join(", ", names()) + ".", written.substring(0, at + 1) + nearest);
		}
	}

	private InvalidTaotokenConfigurationException nowhere(PropertyKey key, String written) {
		Entry first = this.entries.get(0);
		return key.refuseAndAdvise(
				"It holds '" + written + "', which none of the entries " + String.join(", ", names()) + " offers.",
				EntryConverter.KEY.entry(first.name())
					.dot("models")
					.line(String.join(",", first.models()) + "," + written));
	}

	private List<String> names() {
		return this.entries.stream().map(Entry::name).toList();
	}

	/**
	 * A model at an entry.
	 *
	 * @param model the name of the model
	 * @param entry the entry
	 */
	record Candidate(String model, Entry entry) {
	}

}
