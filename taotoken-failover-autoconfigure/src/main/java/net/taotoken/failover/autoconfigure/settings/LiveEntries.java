package net.taotoken.failover.autoconfigure.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.route.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The entries as they are configured now. What is taken out of the configuration is kept,
 * since calls under way may still go there. Safe for use by many threads.
 */
public final class LiveEntries {

	private volatile Map<String, EntrySettings> byName = Map.of();

	private volatile boolean conditional;

	/**
	 * Create the holder.
	 * @param entries the entries to begin with
	 */
	public LiveEntries(List<EntrySettings> entries) {
		takeOver(entries);
	}

	/**
	 * Hold other entries from now on.
	 * @param entries the entries
	 */
	public void takeOver(List<EntrySettings> entries) {
		Map<String, EntrySettings> all = new HashMap<>(this.byName);
		entries.forEach((settings) -> all.put(settings.entry().name(), settings));
		this.conditional = all.values().stream().anyMatch((settings) -> !settings.entry().onlyOn().isEmpty());
		this.byName = Map.copyOf(all);
	}

	/**
	 * The names of all entries that there are or have been.
	 */
	public Set<String> names() {
		return this.byName.keySet();
	}

	/**
	 * Tells whether some entry may be used for certain faults only.
	 */
	public boolean haveConditions() {
		return this.conditional;
	}

	/**
	 * The entry of a candidate.
	 * @param id the id of a candidate
	 * @return its entry, or {@code null} if it names none
	 */
	public @Nullable Entry of(String id) {
		EntrySettings settings = this.byName.get(id.substring(id.lastIndexOf(Entry.SEPARATOR) + 1));
		return (settings != null && settings.entry().modelOf(id) != null) ? settings.entry() : null;
	}

	/**
	 * The settings of an entry.
	 * @param name the name of the entry
	 * @return its settings
	 * @throws IllegalStateException if there never was an entry of this name
	 */
	public EntrySettings get(String name) {
		EntrySettings settings = this.byName.get(name);
		if (settings == null) {
			throw new IllegalStateException("There is no entry '" + name + "'");
		}
		return settings;
	}

}
