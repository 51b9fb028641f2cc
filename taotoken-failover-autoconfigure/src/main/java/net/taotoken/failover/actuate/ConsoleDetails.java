package net.taotoken.failover.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import net.taotoken.failover.console.ConsoleSnapshot;
import net.taotoken.failover.console.ConsoleSnapshot.Source;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how the synchronisation with the console is doing, for people and scripts.
 * What is unknown is left out.
 */
final class ConsoleDetails {

	private final Map<String, Object> details = new LinkedHashMap<>();

	private ConsoleDetails() {
	}

	/**
	 * Write down how all sources are doing, by name, or nothing if there are none.
	 * @param console tells how they are doing, or {@code null}
	 * @param target takes the details under a name
	 */
	static void write(@Nullable Supplier<ConsoleSnapshot> console, BiConsumer<String, Object> target) {
		ConsoleSnapshot snapshot = (console != null) ? console.get() : null;
		if (snapshot != null && !snapshot.sources().isEmpty()) {
			target.accept("console", of(snapshot));
		}
	}

	private static Map<String, Object> of(ConsoleSnapshot console) {
		Map<String, Object> details = new LinkedHashMap<>();
		console.sources().forEach((source) -> details.put(source.name(), of(source)));
		return details;
	}

	private static Map<String, Object> of(Source source) {
		ConsoleDetails details = new ConsoleDetails();
		details.put("state", state(source));
		details.put("lastSync", text(source.lastSync()));
		details.put("failingSince", text(source.failingSince()));
		details.put("problem", source.problem());
		details.put("balance", source.balance());
		details.put("balanceLow", source.balanceLow() ? true : null);
		return details.details;
	}

	private static String state(Source source) {
		if (source.failingSince() != null) {
			return "failing";
		}
		return (source.lastSync() != null) ? "ok" : "waiting";
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? Instants.text(instant) : null;
	}

	private void put(String name, @Nullable Object value) {
		if (value != null) {
			this.details.put(name, value);
		}
	}

}
