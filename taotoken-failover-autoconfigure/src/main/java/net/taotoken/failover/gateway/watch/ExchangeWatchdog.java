package net.taotoken.failover.gateway.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;
import net.taotoken.failover.support.GuardedLoop;
import net.taotoken.failover.time.TimeSource;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Cancels exchanges that outlast their limit, or whose caller was interrupted. One daemon
 * thread looks at all of them every 50 ms while there are any, and sleeps otherwise;
 * registering costs a caller one compare-and-set, deregistering another. Looking at them
 * allocates nothing, so that it works without memory, too.
 */
public final class ExchangeWatchdog implements GuardedLoop.Task, AutoCloseable {

	private static final Duration TICK = Duration.ofMillis(50);

	/** So that steady load need not wake the thread for each call. */
	private static final int IDLE_TICKS_BEFORE_SLEEP = 20;

	private static final int TICKS_BETWEEN_SWEEPS = 20;

	private static final Duration BETWEEN_SWEEPS = TICK.multipliedBy(TICKS_BETWEEN_SWEEPS);

	private static final Duration LONGEST_LIMIT = Duration.ofDays(365);

	private final TimeSource time;

	private final Sweeper sweeper;

	private final AtomicReference<@Nullable ExchangeWatch> arrivals = new AtomicReference<>();

	private final GuardedLoop loop = new GuardedLoop("taotoken-watchdog", TICK, this);

	/** Those that were admitted, linked; used by the thread of the watchdog only. */
	private @Nullable ExchangeWatch inFlight;

	private int idleTicks;

	private int ticksSinceSweep;

	/** Exchanges whose thread waits, as of the last look. */
	private int waiting;

	/** The first of their deadlines. */
	private long firstDeadline;

	private volatile boolean asleep = true;

	/**
	 * Create a watchdog.
	 * @param time where time comes from
	 * @param sweeper called once a second while exchanges are under way, and afterwards
	 * as long as it says that there is more to come
	 */
	public ExchangeWatchdog(TimeSource time, Sweeper sweeper) {
		this.time = time;
		this.sweeper = sweeper;
	}

	/**
	 * Watch an exchange of the current thread.
	 * @param exchange what to cancel
	 * @param limit how long the exchange may take
	 * @return the watch, which the caller has to end
	 * @throws OutOfMemoryError if the watchdog has no thread and gets none
	 */
	public ExchangeWatch watch(Cancellable exchange, Duration limit) {
		ExchangeWatch watch = new ExchangeWatch(exchange, Thread.currentThread(), deadline(limit));
		ExchangeWatch head;
		do {
			head = this.arrivals.get();
			watch.next = head;
		}
		while (!this.arrivals.compareAndSet(head, watch));
		if (this.asleep || !this.loop.isRunning()) {
			wakeUp(watch);
		}
		if (this.loop.isClosed()) {
			watch.cancel(Ending.SHUTDOWN);
		}
		return watch;
	}

	private void wakeUp(ExchangeWatch watch) {
		this.asleep = false;
		boolean running = false;
		try {
			this.loop.ensureRunning();
			this.loop.wakeUp();
			running = true;
		}
		finally {
			if (!running) {
				watch.end();
			}
		}
	}

	/**
	 * The nano tick at which a limit that starts now will have passed.
	 * @param limit the limit
	 * @return the deadline
	 */
	public long deadline(Duration limit) {
		return this.time.nanoTime() + nanos(limit);
	}

	/**
	 * A limit as a number that cannot overflow.
	 * @param limit the limit, a year at most
	 * @return nanoseconds
	 */
	static long nanos(Duration limit) {
		return ((limit.compareTo(LONGEST_LIMIT) < 0) ? limit : LONGEST_LIMIT).toNanos();
	}

	/**
	 * Look at all exchanges once, and wait for the next look.
	 */
	@Override
	public void round() {
		this.idleTicks = tick() ? 0 : this.idleTicks + 1;
		if (++this.ticksSinceSweep >= TICKS_BETWEEN_SWEEPS) {
			this.ticksSinceSweep = 0;
			this.sweeper.sweep();
		}
		if (this.idleTicks < IDLE_TICKS_BEFORE_SLEEP) {
			this.time.pause(this.waiting, this.firstDeadline, TICK);
		}
		else {
			sleep();
			this.idleTicks = 0;
		}
	}

	private boolean tick() {
		boolean busy = admitArrivals() || this.inFlight != null;
		removeEnded(this.time.nanoTime());
		return busy;
	}

	private boolean admitArrivals() {
		ExchangeWatch first = this.arrivals.getAndSet(null);
		ExchangeWatch watch = first;
		while (watch != null) {
			ExchangeWatch next = watch.next;
			// most exchanges are shorter than a tick
			if (watch.isOver()) {
				watch.next = null;
			}
			else {
				watch.next = this.inFlight;
				this.inFlight = watch;
			}
			watch = next;
		}
		return first != null;
	}

	private void removeEnded(long now) {
		ExchangeWatch before = null;
		ExchangeWatch watch = this.inFlight;
		this.waiting = 0;
		while (watch != null) {
			ExchangeWatch next = watch.next;
			if (hasEnded(watch, now)) {
				unlink(watch, before);
			}
			else {
				count(watch);
				before = watch;
			}
			watch = next;
		}
	}

	private void count(ExchangeWatch watch) {
		long deadline = watch.deadline();
		if (watch.isWaiting()) {
			this.firstDeadline = (this.waiting == 0 || deadline - this.firstDeadline < 0) ? deadline
					: this.firstDeadline;
			this.waiting++;
		}
	}

	private void unlink(ExchangeWatch watch, @Nullable ExchangeWatch before) {
		if (before == null) {
			this.inFlight = watch.next;
		}
		else {
			before.next = watch.next;
		}
		watch.next = null;
	}

	private static boolean hasEnded(ExchangeWatch watch, long now) {
		try {
			return watch.check(now);
		}
		catch (RuntimeException ex) {
			return true;
		}
		catch (Error error) {
			// such as no memory left to close a socket; the next look tries again
			return false;
		}
	}

	public int inFlight() {
		int count = 0;
		for (ExchangeWatch watch = this.inFlight; watch != null; watch = watch.next) {
			count++;
		}
		return count;
	}

	boolean isAsleep() {
		return this.asleep;
	}

	private void sleep() {
		this.asleep = true;
		boolean more = true;
		while (this.asleep && !this.loop.isClosed() && this.arrivals.get() == null) {
			more = more && this.sweeper.sweep();
			this.time.pause(0, 0, more ? BETWEEN_SWEEPS : LONGEST_LIMIT);
			Thread.interrupted();
		}
		this.asleep = false;
	}

	/**
	 * Stop watching and cancel what is in flight. Comes back when all is cancelled.
	 */
	@Override
	public void close() {
		this.loop.close();
	}

	@Override
	public void end() {
		admitArrivals();
		for (ExchangeWatch watch = this.inFlight; watch != null; watch = watch.next) {
			shutDown(watch);
		}
		this.inFlight = null;
	}

	private static void shutDown(ExchangeWatch watch) {
		try {
			watch.cancel(Ending.SHUTDOWN);
		}
		catch (RuntimeException | Error ex) {
			// all others have to be cancelled, too
		}
	}

	/**
	 * Something else that has to be looked at now and then.
	 */
	@FunctionalInterface
	public interface Sweeper {

		/**
		 * Look at it.
		 * @return whether there is more to come
		 */
		boolean sweep();

	}

}
