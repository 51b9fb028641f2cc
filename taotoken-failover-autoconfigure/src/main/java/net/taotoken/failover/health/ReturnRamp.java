package net.taotoken.failover.health;

import java.time.Duration;

/**
 * Limits the attempts that are under way at once on a model that has just come back: to
 * one, and to twice as many with each that goes well, so that a recovery is no stampede.
 * Safe for use by many threads.
 */
final class ReturnRamp {

	/** From here on, nobody counts. */
	private static final int ALL = 64;

	private final long end;

	private int limit = 1;

	private int underWay;

	/**
	 * Create the way back of a model.
	 * @param now the current tick
	 * @param longest after which time there is no limit, however few attempts there were
	 */
	ReturnRamp(long now, Duration longest) {
		this.end = now + longest.toNanos();
	}

	synchronized boolean isOver(long now) {
		return this.limit >= ALL || this.end - now <= 0;
	}

	/**
	 * Begin an attempt, unless enough are under way.
	 */
	synchronized boolean tryEnter() {
		if (this.underWay >= this.limit) {
			return false;
		}
		this.underWay++;
		return true;
	}

	/**
	 * An attempt has gone well, or says nothing.
	 */
	synchronized void left(boolean well) {
		this.underWay--;
		if (well) {
			this.limit = Math.min(ALL, this.limit * 2);
		}
	}

}
