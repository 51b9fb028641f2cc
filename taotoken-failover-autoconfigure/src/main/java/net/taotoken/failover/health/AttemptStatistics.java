package net.taotoken.failover.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.health.firsttoken.FirstTokens;
import org.jspecify.annotations.Nullable;

/**
 * The results of the attempts on one model in the recent past, and the number of those
 * under way. Safe for use by many threads.
 */
final class AttemptStatistics {

	private static final double PRIOR_SUCCESSES = 9;

	private static final double PRIOR_ATTEMPTS = 10;

	private final SlidingWindow outcomes;

	private final SlidingWindow firstTokens;

	/** The times that limits follow, or {@code null} as long as no limit does. */
	private volatile @Nullable FirstTokens shown;

	/** The number of attempts under way, or {@code null} as long as nobody asks. */
	private volatile @Nullable AtomicInteger underWay;

	AttemptStatistics(Duration window) {
		this.outcomes = new SlidingWindow(window);
		this.firstTokens = new SlidingWindow(window);
	}

	void succeeded(long latencyNanos, long now) {
		this.outcomes.success(now, latencyNanos);
	}

	/**
	 * An answer that was streamed has ended well. How long its reader took says nothing.
	 */
	void streamed(long now) {
		this.outcomes.success(now);
	}

	void failed(long now) {
		this.outcomes.error(now);
	}

	void firstToken(long nanos, long now) {
		this.firstTokens.success(now, nanos);
	}

	/**
	 * Forget how attempts ended, but not how soon answers begin.
	 */
	void forgetOutcomes() {
		this.outcomes.clear();
	}

	void forgetAll() {
		this.outcomes.clear();
		this.firstTokens.clear();
		this.shown = null;
	}

	/**
	 * The times of first tokens, which limits may follow.
	 */
	FirstTokens firstTokens() {
		FirstTokens known = this.shown;
		return (known != null) ? known : remember();
	}

	private synchronized FirstTokens remember() {
		FirstTokens known = this.shown;
		if (known == null) {
			known = new FirstTokens();
			this.shown = known;
		}
		return known;
	}

	boolean failsTooOften(HealthSettings settings, long now) {
		long errors = this.outcomes.errors(now);
		// too few for any number of successes, which need not be counted then
		if (errors < settings.failureRate() * settings.minimumCalls()) {
			return false;
		}
		long attempts = errors + this.outcomes.successes(now);
		return attempts >= settings.minimumCalls() && errors >= settings.failureRate() * attempts;
	}

	long successes(long now) {
		return this.outcomes.successes(now);
	}

	long errors(long now) {
		return this.outcomes.errors(now);
	}

	double score(long now) {
		double successes = successes(now);
		double attempts = successes + errors(now);
		return (successes + PRIOR_SUCCESSES) / (attempts + PRIOR_ATTEMPTS);
	}

	@Nullable Duration latency(long now) {
		return average(this.outcomes, now);
	}

	@Nullable Duration firstToken(long now) {
		return average(this.firstTokens, now);
	}

	private static @Nullable Duration average(SlidingWindow window, long now) {
		long nanos = window.averageNanos(now);
		return (nanos >= 0) ? Duration.ofNanos(nanos) : null;
	}

	/**
	 * The number of attempts under way, of those that began since this was first asked.
	 */
	int underWay() {
		AtomicInteger counted = this.underWay;
		if (counted == null) {
			synchronized (this) {
				counted = this.underWay;
				if (counted == null) {
					counted = new AtomicInteger();
					this.underWay = counted;
				}
			}
		}
		return counted.get();
	}

	/**
	 * An attempt begins.
	 * @return whether it is counted, so that its end has to be told
	 */
	boolean attemptBegins() {
		AtomicInteger counted = this.underWay;
		if (counted == null) {
			return false;
		}
		counted.incrementAndGet();
		return true;
	}

	/**
	 * An attempt that was counted has ended.
	 */
	void attemptEnds() {
		AtomicInteger counted = this.underWay;
		if (counted != null) {
			counted.decrementAndGet();
		}
	}

}
