package net.taotoken.failover.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.FleetSnapshot.Report;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connection with Redis, as far as it is seen from here: whether Redis answers, when
 * it is asked again, and how many messages have passed. Used by one thread; what is for
 * display may be read by others.
 */
final class FleetLink {

	private static final Log logger = LogFactory.getLog(FleetLink.class);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	private final TimeSource time;

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private volatile @Nullable Instant connectedSince;

	private volatile @Nullable Duration lag;

	private long nextAttempt;

	private boolean reported;

	FleetLink(TimeSource time) {
		this.time = time;
		this.nextAttempt = time.nanoTime();
	}

	boolean isConnected() {
		return this.connectedSince != null;
	}

	/**
	 * Try to connect, if it is time to.
	 * @param steps what has to succeed for that
	 */
	void connect(Runnable steps) {
		if (isConnected() || this.time.nanoTime() - this.nextAttempt < 0) {
			return;
		}
		try {
			steps.run();
			this.connectedSince = this.time.instant();
			this.reported = false;
			logger.info("Fleet: Redis answers, outages of models are shared");
		}
		catch (RuntimeException ex) {
			lost(ex);
		}
	}

	/**
	 * Ask Redis for something.
	 * @param step asks it
	 * @return whether it answered; {@code false} without asking while there is no
	 * connection
	 */
	boolean ask(Runnable step) {
		if (!isConnected()) {
			return false;
		}
		try {
			step.run();
			return true;
		}
		catch (RuntimeException ex) {
			lost(ex);
			return false;
		}
	}

	// the messages of a client may name users and addresses: the log tells the class
	private void lost(RuntimeException failure) {
		this.connectedSince = null;
		this.nextAttempt = this.time.nanoTime() + RETRY_INTERVAL.toNanos();
		Throwable cause = rootCause(failure);
		if (cause instanceof InterruptedException) {
			// the instance leaves the fleet
			return;
		}
		if (!this.reported) {
			this.reported = true;
			logger.warn((cause instanceof UnknownServersException advice)
					? "Fleet: this instance decides by itself: " + advice.getMessage()
					: "Fleet: Redis does not answer, this instance decides by itself until it does: "
							+ cause.getClass().getName());
		}
		logger.debug("Fleet: Redis does not answer", failure);
	}

	private static Throwable rootCause(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause.getCause() != null && depth < 10; depth++) {
			cause = cause.getCause();
		}
		return cause;
	}

	/**
	 * The time until a connection is tried again.
	 * @return nanoseconds, not positive if it is time
	 */
	long nanosUntilAttempt() {
		return this.nextAttempt - this.time.nanoTime();
	}

	void close() {
		this.connectedSince = null;
		this.nextAttempt = this.time.nanoTime();
	}

	void sent() {
		this.sent.incrementAndGet();
	}

	void received(Duration lag) {
		this.received.incrementAndGet();
		this.lag = lag.isNegative() ? Duration.ZERO : lag;
	}

	void dropped() {
		this.dropped.incrementAndGet();
	}

	FleetSnapshot snapshot(FleetSettings settings, List<Report> reports, List<Report> untold) {
		return new FleetSnapshot(settings.namespace(), settings.instance(), this.connectedSince, this.sent.get(),
				this.received.get(), this.dropped.get(), this.lag, reports, untold);
	}

}
