package net.taotoken.failover.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.autoconfigure.settings.LiveEntries;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.event.SpendingEndedEvent;
import net.taotoken.failover.event.SpendingStartedEvent;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells when calls begin to be answered at an entry that has a condition, and when they
 * are back. They are back once another entry answers, and none has gone there for a
 * minute: while one model of a plan is out, calls go to and fro.
 */
final class SpendingWatch implements FailoverListener {

	private static final Log logger = LogFactory.getLog(SpendingWatch.class);

	private static final long QUIET_IN_NANOS = Duration.ofMinutes(1).toNanos();

	private final LiveEntries entries;

	private final TimeSource time;

	private final ApplicationEventPublisher publisher;

	private final Map<String, Spending> spending = new ConcurrentHashMap<>();

	SpendingWatch(LiveEntries entries, TimeSource time, ApplicationEventPublisher publisher) {
		this.entries = entries;
		this.time = time;
		this.publisher = publisher;
	}

	@Override
	public void attemptSucceeded(Route route, Attempt attempt) {
		if (!this.entries.haveConditions() && this.spending.isEmpty()) {
			return;
		}
		Entry entry = this.entries.of(attempt.model());
		if (entry != null && !entry.onlyOn().isEmpty()) {
			answered(entry.name(), attempt.model());
		}
		else if (!this.spending.isEmpty()) {
			this.spending.keySet().forEach(this::endIfQuiet);
		}
	}

	private void answered(String entry, String model) {
		long now = this.time.nanoTime();
		Spending after = this.spending.compute(entry, (name, before) -> Spending.next(before, now));
		if (after.answers() == 1) {
			logger.warn("Calls are answered at the entry '" + entry + "' now, which is used for certain faults only: "
					+ model);
			this.publisher.publishEvent(new SpendingStartedEvent(entry, model, this.time.instant()));
		}
	}

	private void endIfQuiet(String entry) {
		long now = this.time.nanoTime();
		Spending last = this.spending.get(entry);
		if (last != null && now - last.tick() >= QUIET_IN_NANOS && this.spending.remove(entry, last)) {
			logger.info("Calls are no longer answered at the entry '" + entry + "'; " + last.answers() + " were");
			this.publisher.publishEvent(new SpendingEndedEvent(entry, last.answers(), this.time.instant()));
		}
	}

	/**
	 * The answers of an entry up to a tick.
	 *
	 * @param answers how many answers
	 * @param tick when the last one was
	 */
	private record Spending(long answers, long tick) {

		static Spending next(@Nullable Spending before, long tick) {
			return new Spending((before != null) ? before.answers() + 1 : 1, tick);
		}

	}

}
