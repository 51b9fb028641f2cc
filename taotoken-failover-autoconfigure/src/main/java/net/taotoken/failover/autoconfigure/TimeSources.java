package net.taotoken.failover.autoconfigure;

import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Chooses where time comes from: the application's own source, if there is one.
 */
final class TimeSources {

	private TimeSources() {
	}

	/**
	 * Choose the source. Not a supplier at each place that needs it, since the JVM makes
	 * a class of each.
	 */
	static TimeSource choose(ObjectProvider<TimeSource> given) {
		TimeSource own = given.getIfUnique();
		return (own != null) ? own : TimeSource.system();
	}

}
