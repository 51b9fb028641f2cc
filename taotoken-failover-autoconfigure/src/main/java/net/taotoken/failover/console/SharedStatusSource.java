package net.taotoken.failover.console;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import net.taotoken.failover.support.GuardedCall;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A source that one instance of an application reads for all. An instance that can reach
 * no other one reads by itself.
 *
 * @since 0.1.0
 */
public final class SharedStatusSource implements ModelStatusSource {

	private static final Duration LEASE = Duration.ofSeconds(10);

	private static final Duration PAUSE = Duration.ofMillis(200);

	/** For so long a reading of another instance is waited for. */
	private static final int LOOKS = 10;

	private final String name;

	private final ModelStatusSource source;

	private final SharedReadings readings;

	private final GuardedCall guard;

	private final TimeSource time;

	/**
	 * Share the readings of a source.
	 * @param name the name of the source
	 * @param source the source
	 * @param readings where they are left
	 * @param time where time comes from
	 */
	public SharedStatusSource(String name, ModelStatusSource source, SharedReadings readings, TimeSource time) {
		this.name = name;
		this.source = source;
		this.readings = readings;
		this.guard = GuardedCall.discreet(SharedReadings.class.getSimpleName(), readings);
		this.time = time;
	}

	@Override
	public StatusReport read(Set<String> models) throws Exception {
		String key = key(models);
		for (int look = 0; look < LOOKS; look++) {
			StatusReport report = latest(key);
			if (report != null) {
				return report;
			}
			if (mayRead(key)) {
				return readForAll(key, models);
			}
			this.time.sleep(PAUSE);
		}
		return readForAll(key, models);
	}

	// instances that list other models do not share, since a report is about those listed
	private String key(Set<String> models) {
		return this.name + ":" + Integer.toHexString(new TreeSet<>(models).hashCode());
	}

	private @Nullable StatusReport latest(String key) {
		String report = this.guard.get(() -> this.readings.latest(key));
		return (report != null) ? StatusReportJson.read(report) : null;
	}

	private boolean mayRead(String key) {
		return !Boolean.FALSE.equals(this.guard.<Boolean>get(() -> this.readings.begin(key, LEASE)));
	}

	private StatusReport readForAll(String key, Set<String> models) throws Exception {
		boolean done = false;
		try {
			StatusReport report = this.source.read(models);
			this.guard.run(() -> this.readings.publish(key, StatusReportJson.write(report), validity()));
			done = true;
			return report;
		}
		finally {
			if (!done) {
				this.guard.run(() -> this.readings.abandon(key));
			}
		}
	}

	// the earliest that an instance reads again, so that a report is never older than if
	// each read by itself
	private Duration validity() {
		double shortest = this.source.interval().toMillis() * (1 - Math.min(1, Math.max(0, this.source.jitter())));
		return Duration.ofMillis(Math.max(1000, (long) (shortest * 0.9)));
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
