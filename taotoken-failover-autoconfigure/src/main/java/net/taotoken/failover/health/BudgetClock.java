package net.taotoken.failover.health;

/**
 * Ticks for the budgets of a model. They start at zero and never go back by more than a
 * minute: a clock that is set back by an hour would close a model for an hour otherwise.
 * For use under the lock of its owner.
 */
final class BudgetClock {

	private static final long MINUTE = 60_000_000_000L;

	private boolean begun;

	/** The number that is added to ticks of the source of time. */
	private long offset;

	private long latest;

	/**
	 * The tick at a time.
	 * @param now the tick of the source of time
	 */
	long tick(long now) {
		if (!this.begun) {
			this.begun = true;
			this.offset = -now;
		}
		long tick = now + this.offset;
		if (tick < this.latest - MINUTE) {
			this.offset += this.latest - tick;
			return this.latest;
		}
		this.latest = Math.max(this.latest, tick);
		return tick;
	}

	/**
	 * The tick at a time that has been asked for before.
	 */
	long earlier(long then) {
		return then + this.offset;
	}

}
