package net.taotoken.failover.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.route.Entry;

/**
 * Faults of an account, which all models of its entry share. Safe for use by many
 * threads.
 */
final class AccountOutages {

	private final HealthParts parts;

	/** The names of the entries, if there are several. */
	private volatile Set<String> entries = Set.of();

	AccountOutages(HealthParts parts) {
		this.parts = parts;
	}

	void entries(Collection<String> names) {
		this.entries = Set.copyOf(names);
	}

	/**
	 * Take all models of an entry out.
	 * @param first the model that was asked
	 * @param before the state of that model until now
	 * @param known whether it is known already that others are to be told
	 */
	void takeOut(Availability first, HealthState before, Fault fault, Duration coolDown, boolean known) {
		Duration capped = this.parts.capped(fault, coolDown);
		List<String> out = new ArrayList<>();
		boolean news = known;
		for (Availability each : ofEntryOf(first)) {
			Availability.Change change = each.takeOutQuietly(fault, capped);
			news |= change != Availability.Change.LITTLE;
			if (change == Availability.Change.OUT) {
				out.add(each.model());
			}
		}
		if (news) {
			first.tellOut(before, fault, capped);
		}
		if (!out.isEmpty()) {
			this.parts.news().accountOut(entryOf(first), out, fault, capped);
		}
	}

	/**
	 * A model answers that was out for its account: the others of its entry are back,
	 * too.
	 */
	void isBack(Availability first) {
		ofEntryOf(first).forEach(Availability::accountIsBack);
	}

	/**
	 * The models that a fault says something about.
	 */
	Collection<Availability> concernedBy(Fault fault, Availability first) {
		return (fault.scope() == FaultScope.ACCOUNT) ? ofEntryOf(first) : List.of(first);
	}

	private Set<Availability> ofEntryOf(Availability first) {
		Set<Availability> all = new LinkedHashSet<>(List.of(first));
		String entry = entryOf(first);
		this.parts.models()
			.all()
			.map(ModelHealth::availability)
			.filter((other) -> entryOf(other).equals(entry))
			.forEach(all::add);
		return all;
	}

	private String entryOf(Availability one) {
		return entryOf(one.model());
	}

	/**
	 * The name of the entry of a model, empty if there is one entry only.
	 */
	String entryOf(String model) {
		Set<String> entries = this.entries;
		if (entries.isEmpty()) {
			return "";
		}
		String entry = model.substring(model.lastIndexOf(Entry.SEPARATOR) + 1);
		return entries.contains(entry) ? entry : "";
	}

}
