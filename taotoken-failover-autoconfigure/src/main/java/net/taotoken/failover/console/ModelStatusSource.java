package net.taotoken.failover.console;

import java.time.Duration;
import java.util.Set;

/**
 * Knows how models are doing without asking them, such as a console or a status page.
 * Read again and again by one thread, never by a call. Calls go on when it throws. Beans
 * of this type are picked up.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModelStatusSource {

	/**
	 * Tell what is known now. All sources share one thread, so it has to come back in
	 * limited time, and soon after an interrupt.
	 * @param models the ids of the models of all routes
	 * @return what is known; models that are not in it keep their place
	 * @throws Exception if nothing can be told; what was told before holds for another
	 * while
	 */
	StatusReport read(Set<String> models) throws Exception;

	/**
	 * The time between two readings, by default 60 seconds. Less than a second counts as
	 * a second.
	 * @return the interval, before its jitter
	 */
	default Duration interval() {
		return Duration.ofSeconds(60);
	}

	/**
	 * The share of the interval by which readings come earlier or later at random, so
	 * that many instances do not read at once; by default 0.2.
	 * @return a number between 0 and 1
	 */
	default double jitter() {
		return 0.2;
	}

}
