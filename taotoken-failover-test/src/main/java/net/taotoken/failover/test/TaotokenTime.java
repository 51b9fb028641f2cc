package net.taotoken.failover.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import net.taotoken.failover.time.TimeSource;

/**
 * Time that stands still, and moves where somebody waits for it: a wait ends at once, and
 * the clock has moved on by it. When all models that are being asked are silent, it moves
 * to the first limit, so that a model that hangs is left at once. Where a thread waits
 * for something else than a {@link TaotokenServer}, time passes as it does outside. Of
 * several calls at the same time, it moves for all when each of them waits; it cannot
 * know of one that is about to begin. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TaotokenTime implements TimeSource {

	/** A limit that has passed ends an exchange; this is only for one that does not. */
	private static final long LONGEST_LEAP = TimeUnit.MILLISECONDS.toNanos(500);

	/** So that calls that are made at the same time have begun before a limit passes. */
	private static final long SHORTEST_SILENCE = TimeUnit.MILLISECONDS.toNanos(10);

	/** A thread that waits longer without a change waits for something else. */
	private static final long LONGEST_HAND_OVER = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long NEVER = Long.MAX_VALUE;

	private final Instant start = Instant.now();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition change = this.lock.newCondition();

	private final List<Wait> waits = new ArrayList<>();

	/** Those who wait for another thread. */
	private final List<Wait> helped = new ArrayList<>();

	private final List<Silence> silences = new ArrayList<>();

	private final Map<Thread, Look> looks = new HashMap<>();

	private volatile long now;

	/** Exchanges in which the server is writing. */
	private int busy;

	/** Grows with each change that a look may not have seen. */
	private long changes;

	private long changedAt = System.nanoTime();

	private boolean limitPassed;

	private long limitPassedAt;

	/** Somebody has waited long enough for another thread, and may begin an exchange. */
	private boolean waitedEnough;

	private long waitedEnoughAt;

	/**
	 * Create a time that stands still, at the present.
	 */
	public TaotokenTime() {
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return this.start.plusNanos(this.now);
	}

	/**
	 * The time that has passed since it was created.
	 * @return the sum of all moves
	 */
	public Duration elapsed() {
		return Duration.ofNanos(this.now);
	}

	/**
	 * Move the time, such as past a cool-down.
	 * @param duration by how much
	 * @throws IllegalArgumentException if it is negative
	 */
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("Time cannot go back, as by " + duration);
		}
		this.lock.lock();
		try {
			moveTo(this.now + duration.toNanos());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return await(signal, timeout, this.waits);
	}

	/**
	 * Wait for another thread that works for this one. The time moves when that thread
	 * waits, too. While it is busy with something else than a {@link TaotokenServer},
	 * time passes as it does outside.
	 */
	@Override
	public boolean awaitWork(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return await(signal, timeout, this.helped);
	}

	@SuppressWarnings("ReferenceEquality") // there are two lists
	private boolean await(CountDownLatch signal, Duration timeout, List<Wait> others) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (signal.getCount() == 0 || timeout.isZero() || timeout.isNegative()) {
			return signal.getCount() == 0;
		}
		this.lock.lockInterruptibly();
		Wait wait = new Wait(this.now + timeout.toNanos());
		try {
			others.add(wait);
			this.waitedEnough = false;
			changed();
			while (signal.getCount() != 0 && this.now < wait.until) {
				if (!leap()) {
					long before = System.nanoTime();
					this.change.awaitNanos(TimeUnit.MILLISECONDS.toNanos(1));
					passElsewhere(System.nanoTime() - before);
				}
			}
			return signal.getCount() == 0;
		}
		finally {
			others.remove(wait);
			this.waitedEnough = others == this.helped && this.now >= wait.until;
			this.waitedEnoughAt = System.nanoTime();
			this.lock.unlock();
		}
	}

	/**
	 * Lets time pass where the other side is busy, but neither waits nor asks a server.
	 */
	private void passElsewhere(long nanos) {
		boolean elsewhere = this.waits.isEmpty() && this.busy == 0 && waiting() == 0;
		if (elsewhere && System.nanoTime() - this.changedAt > LONGEST_HAND_OVER) {
			long later = this.now + nanos;
			this.now = later;
		}
	}

	/**
	 * Pause the thread, and move the time to the first limit of those that wait for a
	 * server if all of them wait in vain.
	 */
	@Override
	public void pause(int waiting, long due, Duration longest) {
		long before = begin(new Look(waiting, due));
		if (before == NEVER) {
			return;
		}
		long startedAt = System.nanoTime();
		LockSupport.parkNanos(this, isSilent() ? SHORTEST_SILENCE : longest.toNanos());
		end(waiting, before, System.nanoTime() - startedAt);
	}

	/**
	 * Note what a thread has seen.
	 * @return the number of changes, or {@link #NEVER} if the thread has to look again
	 */
	private long begin(Look look) {
		this.lock.lock();
		try {
			Look before = this.looks.put(Thread.currentThread(), look);
			look.changes = (before != null) ? before.leftAt : -1;
			this.change.signalAll();
			if (look.changes != this.changes || leap()) {
				look.leftAt = this.changes;
				look.over = true;
				return NEVER;
			}
			return this.changes;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void end(int waiting, long before, long nanos) {
		this.lock.lock();
		try {
			Look look = this.looks.get(Thread.currentThread());
			if (look != null) {
				look.leftAt = this.changes;
				look.over = true;
			}
			boolean elsewhere = waiting > this.silences.size() && this.busy == 0 && before == this.changes;
			if (elsewhere && System.nanoTime() - this.changedAt > LONGEST_HAND_OVER) {
				long later = this.now + nanos;
				this.now = later;
				this.change.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isSilent() {
		this.lock.lock();
		try {
			return this.busy == 0 && !this.silences.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A server has got a request. */
	void exchangeBegins() {
		this.lock.lock();
		try {
			this.waitedEnough = false;
			count(1);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A server has answered, or given up. */
	void exchangeEnds() {
		count(-1);
	}

	private void count(int more) {
		this.lock.lock();
		try {
			this.busy += more;
			changed();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A server that is writing begins to be silent.
	 * @return the silence, which has to be ended
	 */
	Silence silence() {
		return new Silence(NEVER);
	}

	/**
	 * A server that is writing begins to be silent for a while.
	 * @param duration for how long
	 * @return the silence, which has to be ended
	 */
	Silence silence(Duration duration) {
		return new Silence(this.now + duration.toNanos());
	}

	private void changed() {
		this.changes++;
		this.changedAt = System.nanoTime();
		this.change.signalAll();
		this.looks.keySet().forEach(LockSupport::unpark);
	}

	private void moveTo(long moment) {
		this.now = Math.max(this.now, moment);
		changed();
	}

	/**
	 * Move to the next moment at which something happens, unless something goes on now.
	 */
	private boolean leap() {
		if (this.busy > 0 || !isAllSeen() || isLimitBeingEnforced() || isExchangeAboutToBegin()) {
			return false;
		}
		int waiting = waiting();
		if (waiting > this.silences.size() || (waiting == 0 && this.waits.isEmpty())) {
			return false;
		}
		long wait = first(this.waits);
		long help = first(this.helped);
		// the client of a silence may have gone, and then it is nobody's
		long word = (waiting > 0) ? this.silences.stream().mapToLong((one) -> one.until).min().orElse(NEVER) : NEVER;
		long limit = this.looks.values()
			.stream()
			.filter((look) -> look.waiting > 0)
			.mapToLong((look) -> look.due)
			.min()
			.orElse(NEVER);
		long next = Math.min(Math.min(wait, word), Math.min(help, limit));
		if (next == NEVER || Math.min(wait, help) <= this.now) {
			// nothing to wait for, or somebody whose wait is over is about to go on
			return false;
		}
		if ((next == limit || next == help) && System.nanoTime() - this.changedAt < SHORTEST_SILENCE) {
			return false;
		}
		this.limitPassed = next == limit;
		this.limitPassedAt = System.nanoTime();
		moveTo(next);
		return true;
	}

	/** The number of threads that wait for a server. */
	private int waiting() {
		return this.looks.values().stream().mapToInt((look) -> look.waiting).sum();
	}

	private static long first(List<Wait> waits) {
		return waits.stream().mapToLong((wait) -> wait.until).min().orElse(NEVER);
	}

	private boolean isAllSeen() {
		this.looks.keySet().removeIf((thread) -> !thread.isAlive());
		return this.looks.values().stream().allMatch((look) -> !look.over && look.changes == this.changes);
	}

	/** Those whose limit has passed are about to go. */
	private boolean isLimitBeingEnforced() {
		return this.limitPassed && System.nanoTime() - this.limitPassedAt < LONGEST_LEAP;
	}

	private boolean isExchangeAboutToBegin() {
		return this.waitedEnough && System.nanoTime() - this.waitedEnoughAt < LONGEST_LEAP;
	}

	/** The view of a thread that looks after limits. */
	private static final class Look {

		private final int waiting;

		private final long due;

		/** The changes that it has seen. */
		private long changes;

		private long leftAt;

		private boolean over;

		private Look(int waiting, long due) {
			this.waiting = waiting;
			this.due = due;
		}

	}

	/** Somebody who waits for time to pass. */
	private static final class Wait {

		private final long until;

		private Wait(long until) {
			this.until = until;
		}

	}

	/**
	 * A time in which a server says nothing.
	 */
	final class Silence implements AutoCloseable {

		private final long until;

		private Silence(long until) {
			this.until = until;
			change(-1, () -> TaotokenTime.this.silences.add(this));
		}

		boolean isOver() {
			return TaotokenTime.this.now >= this.until;
		}

		@Override
		public void close() {
			change(1, () -> {
				TaotokenTime.this.silences.remove(this);
				TaotokenTime.this.limitPassed = false;
			});
		}

		private void change(int more, Runnable step) {
			TaotokenTime.this.lock.lock();
			try {
				step.run();
				count(more);
			}
			finally {
				TaotokenTime.this.lock.unlock();
			}
		}

	}

}
