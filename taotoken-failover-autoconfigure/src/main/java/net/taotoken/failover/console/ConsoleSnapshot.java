package net.taotoken.failover.console;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The state of the synchronisation at one moment. Safe to show: it holds no key, no
 * header and no address.
 *
 * @param sources the sources in the order in which they are read
 * @since 0.1.0
 */
public record ConsoleSnapshot(List<Source> sources) {

	public ConsoleSnapshot {
		sources = List.copyOf(sources);
	}

	/**
	 * The state of a source.
	 *
	 * @param name its name: the property that switches it on, or the name of the bean
	 * @param lastSync when it was last read with success, or {@code null} if never
	 * @param failingSince when it began to fail, or {@code null} if it works
	 * @param problem how it failed last, or {@code null} if it works
	 * @param balance what can still be spent, or {@code null} if it does not know
	 * @param balanceLow whether that is less than wanted
	 */
	public record Source(String name, @Nullable Instant lastSync, @Nullable Instant failingSince,
			@Nullable String problem, @Nullable Double balance, boolean balanceLow) {

	}

}
