package net.taotoken.failover.health.firsttoken;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import org.jspecify.annotations.Nullable;

/**
 * The first tokens that a model has shown with requests of one size, and the doubts that
 * are left.
 * <p>
 * An attempt that is cut tells only that the model takes longer than that, or hangs.
 * While it may be either, one attempt at a time is given more time, to find out: first as
 * much as is configured, then as much as may be. Only what such an attempt shows is
 * believed, so that answers that were cut cannot make a limit ever shorter.
 */
final class FirstTokenMemory {

	/** The share of answers that must have come within a limit. */
	private static final double NEARLY_ALL = 0.99;

	private static final double USUAL = 0.95;

	/**
	 * So many times as long as nearly all answers took: the quick ones may be slow once.
	 */
	private static final int ROOM_FOR_QUICK = 3;

	/** In quarters: the room above what a model takes that is slower than configured. */
	private static final int QUARTERS_FOR_SLOW = 6;

	/** Cuts in silence before an attempt is given more time. */
	private static final int SILENT_CUTS = 3;

	/** So many quicker answers in a row end what a late one, or a cut, has begun. */
	private static final int QUICK_IN_A_ROW = FirstTokenSketch.FEWEST;

	private static final int STRIKES = 2;

	private static final long NOT_AGAIN_FOR_NANOS = Duration.ofMinutes(1).toNanos();

	private final FirstTokenSketch sketch = new FirstTokenSketch();

	/** The room that a late answer has made, in nanoseconds, or 0. */
	private volatile long room;

	/** The number of cuts in a row of attempts that had more time than is configured. */
	private final AtomicInteger strikes = new AtomicInteger();

	private long lastStrike;

	/** Whether something was cut that is not understood. */
	private volatile boolean doubted;

	private int cuts;

	private boolean alive;

	private int quick;

	private @Nullable Step underWay;

	private long underWaySince;

	private @Nullable Long configuredNotBefore;

	/**
	 * The additional time that an attempt is given.
	 */
	enum Step {

		/** As much as is configured, where the model is else left sooner. */
		CONFIGURED,

		/** As much as may be. */
		LONGEST

	}

	boolean isEmpty(long now) {
		return this.sketch.count(now) == 0 && !this.doubted;
	}

	boolean isKnown(long now) {
		return this.sketch.count(now) >= FirstTokenSketch.FEWEST;
	}

	long usualNanos(long now) {
		return this.sketch.quantile(USUAL, now);
	}

	long nearlyAllNanos(long now) {
		return this.sketch.quantile(NEARLY_ALL, now);
	}

	long room() {
		return isOverstrained() ? 0 : this.room;
	}

	/**
	 * Tells whether the time that it is known to need has not been enough twice, so that
	 * it rather hangs.
	 */
	boolean isOverstrained() {
		return this.strikes.get() >= STRIKES;
	}

	/**
	 * The limit by what is known of answers to requests of this size.
	 * @param nearlyAll the time within which nearly all came, in nanoseconds
	 */
	static long limit(AttemptTimeouts timeouts, long nearlyAll) {
		long quick = Math.min(nearlyAll * ROOM_FOR_QUICK, timeouts.firstToken().toNanos());
		return Math.max(quick, withRoom(nearlyAll));
	}

	private static long withRoom(long nanos) {
		return nanos / 4 * QUARTERS_FOR_SLOW;
	}

	/**
	 * A first token has come.
	 * @param limit the limit that holds for others now, in nanoseconds
	 */
	void answered(AttemptTimeouts timeouts, long nanos, long limit, boolean check, long now) {
		if (!this.doubted && this.room == 0 && this.strikes.get() == 0 && nanos <= timeouts.firstToken().toNanos()) {
			this.sketch.add(nanos, 1, now);
		}
		else {
			this.sketch.add(nanos, learn(timeouts, nanos, limit, check), now);
		}
	}

	/**
	 * Learn from an answer while there is room or doubt.
	 * @return how many answers it stands for: those that were cut before it, too, if it
	 * would have been cut like them
	 */
	private synchronized int learn(AttemptTimeouts timeouts, long nanos, long limit, boolean check) {
		this.strikes.set(0);
		if (check) {
			this.underWay = null;
		}
		if (nanos > Math.min(limit, timeouts.firstToken().toNanos())) {
			int stoodFor = 1 + this.cuts;
			this.room = Math.max(this.room, withRoom(nanos));
			this.quick = 0;
			forgetDoubt();
			return stoodFor;
		}
		if (++this.quick >= QUICK_IN_A_ROW) {
			this.quick = 0;
			this.room = 0;
			forgetDoubt();
		}
		return 1;
	}

	/**
	 * No first token has come within the limit of an attempt.
	 * @param nanos how long it was waited for
	 * @param alive whether the server showed signs of life
	 * @param check whether the attempt was given more time than others
	 * @return whether it was given as much as may be, so that nobody need try that again
	 */
	synchronized boolean cut(AttemptTimeouts timeouts, FirstTokenRange range, long nanos, boolean alive, boolean check,
			long now) {
		Step step = check ? this.underWay : null;
		if (check) {
			this.underWay = null;
		}
		this.quick = 0;
		if (nanos > timeouts.firstToken().toNanos() * 11 / 10) {
			strike(nanos, now);
		}
		if (step == Step.LONGEST || nanos >= range.longest().toNanos()) {
			forgetDoubt();
			return true;
		}
		this.cuts++;
		this.alive |= alive;
		this.doubted = true;
		if (step == Step.CONFIGURED) {
			this.configuredNotBefore = now + NOT_AGAIN_FOR_NANOS;
			if (!this.alive) {
				forgetDoubt();
			}
		}
		return false;
	}

	// those that waited at the same time are one
	private void strike(long nanos, long now) {
		if (this.strikes.get() == 0 || now - nanos - this.lastStrike >= 0) {
			this.strikes.incrementAndGet();
			this.lastStrike = now;
		}
	}

	/**
	 * An attempt that was given more time has told nothing of that.
	 */
	synchronized void toldNothing() {
		this.underWay = null;
	}

	/**
	 * The model lives, as an answer to another request tells.
	 */
	synchronized void lives() {
		this.alive |= this.doubted;
	}

	private void forgetDoubt() {
		this.doubted = false;
		this.cuts = 0;
		this.alive = false;
	}

	boolean isDoubted() {
		return this.doubted;
	}

	/**
	 * Give an attempt more time, unless another one has it.
	 * @param limit what others are given
	 * @param mayTakeLongest whether as much as may be can be tried now
	 * @return how much, or {@code null} for no more than others
	 */
	synchronized @Nullable Step tryStep(AttemptTimeouts timeouts, FirstTokenRange range, long limit,
			boolean mayTakeLongest, long now) {
		boolean busy = this.underWay != null && now - this.underWaySince < range.longest().toNanos();
		if (!this.doubted || busy) {
			return null;
		}
		Step step = due(timeouts, limit, mayTakeLongest, now);
		if (step != null) {
			this.underWay = step;
			this.underWaySince = now;
		}
		return step;
	}

	private @Nullable Step due(AttemptTimeouts timeouts, long limit, boolean mayTakeLongest, long now) {
		boolean again = this.configuredNotBefore == null || now - this.configuredNotBefore >= 0;
		if (limit < timeouts.firstToken().toNanos() && again) {
			return (this.alive || this.cuts >= SILENT_CUTS) ? Step.CONFIGURED : null;
		}
		return (mayTakeLongest && mayBeSlow(now)) ? Step.LONGEST : null;
	}

	/**
	 * Tells whether a model that was cut may be one that thinks, rather than one that
	 * hangs: it has shown signs of life, or has never answered such a request.
	 */
	private boolean mayBeSlow(long now) {
		return this.alive || this.sketch.count(now) == 0;
	}

	/**
	 * Tells whether a probe, which nobody waits for, is to find out how long the model
	 * takes. One that is known to be quick is to be back soon, and so asked anew rather
	 * than waited for.
	 */
	synchronized boolean isOpenQuestion(long now) {
		boolean triedLess = this.configuredNotBefore != null && now - this.configuredNotBefore < 0;
		return this.doubted && mayBeSlow(now) && (triedLess || !isKnown(now));
	}

	/**
	 * An attempt was given up that had waited for so long.
	 */
	void addAtLeast(long nanos, long now) {
		this.sketch.add(nanos, 1, now);
	}

	/**
	 * The reason for the limit, for display.
	 */
	String describe(long now) {
		int count = this.sketch.count(now);
		StringBuilder text = new StringBuilder().append(count).append((count == 1) ? " answer" : " answers");
		if (count >= FirstTokenSketch.FEWEST) {
			text.append(", 99 % of them began within ").append(nearlyAllNanos(now) / 1_000_000).append("ms");
		}
		if (isOverstrained()) {
			text.append("; more time than is configured was not enough of late");
		}
		else if (this.room > 0) {
			text.append("; one was late of late");
		}
		if (this.doubted) {
			text.append("; the next one gets more time, as one was cut");
		}
		return text.toString();
	}

}
