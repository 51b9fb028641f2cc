package net.taotoken.failover.fault.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All parts that are looked for. They come from the phrases of the rules, which are
 * constants, so that their number is bounded. Safe for use by many threads.
 */
final class Parts {

	private static final Map<String, Part> PARTS = new LinkedHashMap<>();

	/** Finds all that are there, or {@code null} since there is a new one. */
	private static volatile @Nullable PartFinder finder = new PartFinder(List.of());

	private Parts() {
	}

	static synchronized Part of(String text) {
		Part known = PARTS.get(text);
		if (known != null) {
			return known;
		}
		Part part = new Part(text, PARTS.size());
		PARTS.put(text, part);
		finder = null;
		return part;
	}

	/**
	 * Finds each part that is there by now.
	 */
	static PartFinder finder() {
		PartFinder known = finder;
		return (known != null) ? known : newFinder();
	}

	private static synchronized PartFinder newFinder() {
		PartFinder known = finder;
		if (known == null) {
			known = new PartFinder(List.copyOf(PARTS.values()));
			finder = known;
		}
		return known;
	}

}
