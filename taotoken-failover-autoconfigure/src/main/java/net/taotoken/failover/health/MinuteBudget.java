package net.taotoken.failover.health;

/**
 * Counts how much of something is spent in a minute, and tells when there is room for
 * more. For use under the lock of its owner.
 * <p>
 * Two rules hold at once. What was spent in the last minute never exceeds the limit,
 * wherever the minute begins: that is all that servers ask for that count by sliding
 * windows, by minutes of the clock, or with a bucket that holds a minute's worth. And
 * spending is paced: at once only as much as {@code atOnce} allows, from then on as fast
 * as the limit is given back. That fits servers that share a minute out by the second or
 * have small buckets, lets nobody spend a minute's worth in its first second and be out
 * of room for the rest, and bounds what an application that was started again, and has
 * forgotten the last minute, can spend too much. Ticks are those of a
 * {@link BudgetClock}.
 */
final class MinuteBudget {

	private static final long MINUTE = 60_000_000_000L;

	/** Half a second. */
	private static final long SLOT = 500_000_000L;

	/**
	 * A minute, the slot that has begun, and one more: a request may take up to half a
	 * second longer to the server than the one before it, and still count as later.
	 */
	private static final int SLOTS = 122;

	/**
	 * A hundredth of a second. For a branch that is taken twice a second, the JVM throws
	 * away what it has compiled of a call, and compiles it anew in smaller pieces.
	 */
	private static final long LOOK_IN_NANOS = 10_000_000;

	private final long[] spent = new long[SLOTS];

	private long total;

	/** The number of the slot that was begun last. */
	private long slot;

	/** Its place, since each request would have to compute it. */
	private int place;

	/** The tick from which on another slot may have to begin. */
	private long nextLook;

	/** The limit, or 0 for none. */
	private long limit;

	/** The nanoseconds in which one is given back; no division for each request. */
	private double each;

	private long atOnce;

	/** The tick at which all is given back that was spent. */
	private long paidAt;

	/**
	 * Change the limit. What was spent counts on.
	 * @param limit the most in a minute, or 0 for any amount
	 * @param atOnce the share of a minute, in nanoseconds, that may be spent at once
	 * before the last amount
	 */
	void limit(long limit, long atOnce) {
		this.limit = limit;
		this.each = (limit > 0) ? (double) MINUTE / limit : 0;
		this.atOnce = atOnce;
	}

	boolean isLimited() {
		return this.limit > 0;
	}

	/**
	 * The time until an amount may be spent. One that is more than the whole limit waits
	 * for a minute of its own.
	 * @return nanoseconds, or 0 for now
	 */
	long nanosUntil(long amount, long now) {
		if (this.limit == 0) {
			return 0;
		}
		advance(now);
		long paced = this.paidAt - this.atOnce - now;
		long excess = this.total + Math.min(amount, this.limit) - this.limit;
		return Math.max(0, (excess > 0) ? Math.max(paced, nanosUntilLess(excess, now)) : paced);
	}

	/**
	 * About the time until an amount may be spent by somebody before whom others spend.
	 */
	long nanosUntil(long others, long amount, long now) {
		if (this.limit == 0 || others == 0) {
			return nanosUntil(amount, now);
		}
		long paced = Math.max(this.paidAt, now) + nanos(others) - this.atOnce - now;
		return Math.max(nanosUntil(others % this.limit + amount, now), paced);
	}

	/**
	 * The time until an amount of what was spent is a minute old.
	 */
	private long nanosUntilLess(long amount, long now) {
		long left = amount;
		long oldest = this.slot - SLOTS;
		do {
			oldest++;
			left -= this.spent[index(oldest)];
		}
		while (left > 0 && oldest < this.slot);
		return (oldest + SLOTS) * SLOT - now;
	}

	void spend(long amount, long now) {
		advance(now);
		this.spent[this.place] += amount;
		this.total += amount;
		this.paidAt = Math.max(this.paidAt, now) + nanos(amount);
	}

	/**
	 * It was more, or less, than was said when it was spent.
	 * @param by how much more; negative for less
	 * @param then the tick at which it was spent
	 */
	void correct(long by, long then) {
		// a limit may be set after the time at which it was spent
		advance(then);
		long oldest = this.slot - SLOTS + 1;
		long spentIn = then / SLOT;
		if (by > 0 || spentIn >= oldest) {
			add(by, Math.max(spentIn, oldest));
		}
		this.paidAt = Math.max(this.paidAt, then) + nanos(by);
	}

	/**
	 * The rest of the minute.
	 */
	long left(long now) {
		advance(now);
		return Math.max(0, this.limit - this.total);
	}

	private long nanos(long amount) {
		return (long) (amount * this.each);
	}

	private void add(long amount, long slot) {
		this.spent[index(slot)] += amount;
		this.total += amount;
	}

	private void advance(long now) {
		if (now >= this.nextLook) {
			look(now);
		}
	}

	private void look(long now) {
		long next = now / SLOT;
		this.nextLook = Math.min((next + 1) * SLOT, now + LOOK_IN_NANOS);
		if (next <= this.slot) {
			return;
		}
		for (long begun = Math.max(this.slot + 1, next - SLOTS + 1); begun <= next; begun++) {
			this.total -= this.spent[index(begun)];
			this.spent[index(begun)] = 0;
		}
		this.slot = next;
		this.place = index(next);
	}

	private static int index(long slot) {
		return (int) Math.floorMod(slot, (long) SLOTS);
	}

}
