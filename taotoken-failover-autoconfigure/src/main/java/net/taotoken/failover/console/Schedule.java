package net.taotoken.failover.console;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The times at which a built-in source is read, and the limit for reading it.
 *
 * @param interval the time between two readings, at least a second
 * @param timeout the longest time of each request, positive
 * @param jitter the share of the interval by which readings come earlier or later,
 * between 0 and 1
 * @since 0.1.0
 */
public record Schedule(Duration interval, Duration timeout, double jitter) {

	public Schedule {
		Assert.isTrue(interval.compareTo(Duration.ofSeconds(1)) >= 0, "'interval' must be at least 1 s");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "'timeout' must be positive");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be between 0 and 1");
	}

}
