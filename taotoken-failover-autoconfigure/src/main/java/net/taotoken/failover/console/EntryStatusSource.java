package net.taotoken.failover.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.route.Entry;

/**
 * Reports of a source about models, as reports about the candidates of one entry: what
 * one account may still spend, or offers, says nothing of another.
 *
 * @since 0.1.0
 */
public final class EntryStatusSource implements ModelStatusSource {

	private final ModelStatusSource source;

	private final Entry entry;

	/**
	 * Create a source.
	 * @param source knows models by their names
	 * @param entry the entry that the source speaks of
	 */
	public EntryStatusSource(ModelStatusSource source, Entry entry) {
		this.source = source;
		this.entry = entry;
	}

	@Override
	public StatusReport read(Set<String> models) throws Exception {
		Map<String, String> names = new LinkedHashMap<>();
		for (String id : models) {
			String name = this.entry.modelOf(id);
			if (name != null) {
				names.put(id, name);
			}
		}
		StatusReport report = this.source.read(Set.copyOf(names.values()));
		Map<String, ModelStatus> byId = new HashMap<>();
		names.forEach((id, name) -> {
			ModelStatus status = report.models().get(name);
			if (status != null) {
				byId.put(id, status);
			}
		});
		AccountStatus account = report.account();
		return new StatusReport(byId, (account != null) ? account.at(this.entry.name()) : null);
	}

	@Override
	public Duration interval() {
		return this.source.interval();
	}

	@Override
	public double jitter() {
		return this.source.jitter();
	}

}
