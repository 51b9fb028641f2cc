package net.taotoken.failover.health;

import java.util.ArrayDeque;
import java.util.Deque;

import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the limits of one model: how many requests may begin, how many tokens they may
 * take, and how many may be under way. Calls that wait stand in line, and only the first
 * one is woken when there may be room. Safe for use by many threads.
 * <p>
 * One short lock, rather than an atomic number for each limit: a request gets all that it
 * needs or nothing, which would take two atomic steps for each limit, and giving back
 * what was taken. It is never held while anybody waits.
 */
final class ModelLimiter {

	/** The result of {@link #tryTake} if there is no room. */
	static final long NO_ROOM = -1;

	private static final long SECOND = 1_000_000_000L;

	private static final long MINUTE = 60 * SECOND;

	/** Requests that may begin at once, however small the limit. */
	private static final int FEW = 3;

	/** The share of the tokens of a minute that may be spent at once. */
	private static final long TOKENS_AT_ONCE = MINUTE / 4;

	/** The time that a request is thought to take before any has ended. */
	private static final long USUALLY_HELD = 2 * SECOND;

	private final BudgetClock clock = new BudgetClock();

	private final MinuteBudget requests = new MinuteBudget();

	private final MinuteBudget tokens = new MinuteBudget();

	private final TokenEstimate estimate = new TokenEstimate();

	private final Deque<Applicant> line = new ArrayDeque<>();

	private volatile ModelLimits limits;

	/** The tokens of a minute, or 0 for any number. */
	private volatile long mostTokens;

	/** The most that may be under way. */
	private int most;

	private int underWay;

	private long held = USUALLY_HELD;

	ModelLimiter(ModelLimits limits) {
		this.limits = limits;
		set(limits);
	}

	/**
	 * Change the limits. What was taken counts on.
	 */
	void configure(ModelLimits limits) {
		Applicant first;
		synchronized (this) {
			set(limits);
			first = this.line.peekFirst();
		}
		wake(first);
	}

	private void set(ModelLimits limits) {
		this.limits = limits;
		long rpm = (limits.rpm() != null) ? limits.rpm() : 0;
		long each = (rpm > 0) ? MINUTE / rpm : 0;
		this.requests.limit(rpm, Math.max(SECOND, FEW * each) - each);
		this.mostTokens = (limits.tpm() != null) ? limits.tpm() : 0;
		this.tokens.limit(this.mostTokens, TOKENS_AT_ONCE);
		this.most = (limits.concurrent() != null) ? limits.concurrent() : Integer.MAX_VALUE;
	}

	/**
	 * Take what a request needs. Those that wait come first, in their order.
	 * @param applicant who asks, or {@code null} for a small request that belongs to no
	 * call
	 * @return the tokens that were taken, or {@link #NO_ROOM}
	 */
	long tryTake(@Nullable Applicant applicant, long now) {
		long size;
		Applicant next;
		measure(applicant);
		synchronized (this) {
			size = size(applicant);
			long tick = this.clock.tick(now);
			if (!isTurnOf(applicant) || isFull() || nanosUntil(size, tick) > 0) {
				return NO_ROOM;
			}
			this.underWay++;
			this.requests.spend(1, tick);
			if (size > 0) {
				this.tokens.spend(size, tick);
			}
			if (this.line.isEmpty()) {
				return size;
			}
			this.line.removeFirst();
			// if the model is full, the next request that ends wakes it
			next = isFull() ? null : this.line.peekFirst();
		}
		wake(next);
		return size;
	}

	private boolean isTurnOf(@Nullable Applicant applicant) {
		return this.line.isEmpty() || this.line.peekFirst() == applicant;
	}

	private boolean isFull() {
		return this.underWay >= this.most;
	}

	/** Outside of the lock, since code of the application may be slow, and may throw. */
	private void measure(@Nullable Applicant applicant) {
		if (applicant != null && this.mostTokens > 0) {
			applicant.measure();
		}
	}

	/**
	 * The tokens to take for a request. One that may need more than the limit has a
	 * minute of its own, and holds up others for no longer.
	 */
	private long size(@Nullable Applicant applicant) {
		long limit = this.mostTokens;
		return (applicant != null && limit > 0) ? Math.min(limit, this.estimate.of(applicant.size())) : 0;
	}

	private long nanosUntil(long tokens, long tick) {
		long forRequest = this.requests.nanosUntil(1, tick);
		return (tokens > 0) ? Math.max(forRequest, this.tokens.nanosUntil(tokens, tick)) : forRequest;
	}

	/**
	 * The same model is asked a second time by an attempt that has its place already.
	 */
	synchronized void repeated(long now) {
		this.requests.spend(1, this.clock.tick(now));
	}

	/**
	 * A request is over.
	 * @param taken what was taken for it
	 * @param used the tokens that it took, as far as anybody said so
	 * @param heldFor how long it took, or a negative number if that says nothing
	 */
	void ended(LimitedPermit taken, TokensUsed used, long heldFor) {
		Applicant first;
		synchronized (this) {
			this.underWay--;
			if (heldFor >= 0) {
				this.held += (heldFor - this.held) / 8;
			}
			if (this.mostTokens > 0 && used.isKnown()) {
				correct(taken, used.within(this.mostTokens), this.mostTokens);
			}
			first = isWoken() ? this.line.peekFirst() : null;
		}
		wake(first);
	}

	private void correct(LimitedPermit taken, TokensUsed used, long limit) {
		this.tokens.correct(Math.min(used.total(), limit) - taken.tokens(), this.clock.earlier(taken.at()));
		this.estimate.learn(taken.demand(), used);
	}

	private boolean isWoken() {
		return this.most < Integer.MAX_VALUE || this.tokens.isLimited();
	}

	/**
	 * Takes back what was taken for a request that was never made.
	 */
	void neverAsked(LimitedPermit taken) {
		Applicant first;
		synchronized (this) {
			long tick = this.clock.earlier(taken.at());
			this.requests.correct(-1, tick);
			this.tokens.correct(-taken.tokens(), tick);
			first = this.line.peekFirst();
		}
		wake(first);
	}

	/**
	 * About the time until there is room for somebody who asks now, behind all that wait,
	 * or in its place among them.
	 * @return nanoseconds, or 0 for now
	 */
	long nanosUntilRoom(@Nullable Applicant applicant, long now) {
		measure(applicant);
		return nanosUntilRoomFor(applicant, now);
	}

	private synchronized long nanosUntilRoomFor(@Nullable Applicant applicant, long now) {
		long before = before(applicant);
		long size = size(applicant);
		long tick = this.clock.tick(now);
		long forRate = Math.max(this.requests.nanosUntil(before, 1, tick),
				(size > 0) ? this.tokens.nanosUntil(before * size, size, tick) : 0);
		long tooMany = this.underWay + before + 1 - this.most;
		long forPlace = (tooMany > 0) ? tooMany * Math.max(1, this.held / this.most) : 0;
		// where others are before it, there is room for those only
		return Math.max((before > 0) ? 1 : 0, Math.max(forRate, forPlace));
	}

	private long before(@Nullable Applicant applicant) {
		long before = 0;
		for (Applicant other : this.line) {
			if (other == applicant) {
				return before;
			}
			before++;
		}
		return before;
	}

	/**
	 * The time that somebody in line sleeps who is woken when it is first, or when room
	 * is given back.
	 */
	synchronized long nanosToSleep(Applicant applicant, long now) {
		return (this.line.peekFirst() == applicant && !isFull()) ? nanosUntil(size(applicant), this.clock.tick(now))
				: Long.MAX_VALUE;
	}

	synchronized void queueUp(Applicant applicant) {
		if (!this.line.contains(applicant)) {
			this.line.addLast(applicant);
		}
	}

	void leave(Applicant applicant) {
		Applicant first;
		synchronized (this) {
			if (this.line.peekFirst() != applicant) {
				this.line.remove(applicant);
				return;
			}
			this.line.removeFirst();
			first = this.line.peekFirst();
		}
		wake(first);
	}

	private static void wake(@Nullable Applicant applicant) {
		if (applicant != null) {
			applicant.wake();
		}
	}

	synchronized LimitUse use(long now) {
		long tick = this.clock.tick(now);
		return new LimitUse(this.limits, this.requests.isLimited() ? this.requests.left(tick) : null,
				this.tokens.isLimited() ? this.tokens.left(tick) : null,
				(this.limits.concurrent() != null) ? Math.max(0, this.most - this.underWay) : null, this.line.size());
	}

}
