package net.taotoken.failover.chat;

import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Finds the usage of an answer where some servers put it: in a choice, or in an object of
 * their own, such as {@code x_groq}.
 */
final class UsageFinder {

	private static final String USAGE = "usage";

	private UsageFinder() {
	}

	/**
	 * Look into one object without a component of its own, and into those inside of it.
	 * @param extra the fields without a component
	 * @return the usage, or {@code null} if there is none
	 */
	static @Nullable TokenUsage in(Map<String, @Nullable Object> extra) {
		if (extra.isEmpty()) {
			return null;
		}
		return Stream.concat(Stream.of(extra), extra.values().stream())
			.filter(Map.class::isInstance)
			.map((fields) -> ((Map<?, ?>) fields).get(USAGE))
			.filter(Map.class::isInstance)
			.map((usage) -> read((Map<?, ?>) usage))
			.filter((usage) -> usage != null && !usage.isEmpty())
			.findFirst()
			.orElse(null);
	}

	private static @Nullable TokenUsage read(Map<?, ?> usage) {
		try {
			return WireJson.mapper().convertValue(usage, TokenUsage.class);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return null;
		}
	}

}
