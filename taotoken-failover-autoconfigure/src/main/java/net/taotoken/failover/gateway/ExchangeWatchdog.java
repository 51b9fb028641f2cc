package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import net.taotoken.failover.gateway.Watch.Ending;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Cancels exchanges that outlast their limit, or whose caller was interrupted. One daemon
 * thread looks at all of them every 50 ms while there are any, and sleeps otherwise;
 * registering costs a caller one compare-and-set, deregistering another.
 */
final class ExchangeWatchdog implements AutoCloseable {

	private static final long TICK_IN_NANOS = Duration.ofMillis(50).toNanos();

	/** So that steady load need not wake the thread for each call. */
	private static final int IDLE_TICKS_BEFORE_SLEEP = 20;

	private static final long LONGEST_WAIT_IN_MILLIS = 1000;

	private static final Duration LONGEST_LIMIT = Duration.ofDays(365);

	private final LongSupplier nanoTicker;

	private final AtomicReference<@Nullable Watch> arrivals = new AtomicReference<>();

	private final List<Watch> inFlight = new ArrayList<>();

	private final Object threadLock = new Object();

	private @Nullable Thread thread;

	private volatile boolean asleep = true;

	private volatile boolean closed;

	ExchangeWatchdog(LongSupplier nanoTicker) {
		this.nanoTicker = nanoTicker;
	}

	/**
	 * Watch over an exchange of the current thread.
	 * @param exchange what to cancel
	 * @param limit how long the exchange may take
	 * @return the watch, which the caller has to end
	 */
	Watch watch(Cancellable exchange, Duration limit) {
		Watch watch = new Watch(exchange, Thread.currentThread(), deadline(limit));
		Watch head;
		do {
			head = this.arrivals.get();
			watch.next = head;
		}
		while (!this.arrivals.compareAndSet(head, watch));
		if (this.asleep) {
			wakeUp();
		}
		if (this.closed) {
			watch.cancel(Ending.SHUTDOWN);
		}
		return watch;
	}

	/**
	 * The nano tick at which a limit that starts now will have passed.
	 * @param limit the limit
	 * @return the deadline
	 */
	long deadline(Duration limit) {
		return this.nanoTicker.getAsLong() + nanos(limit);
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
	 * Look at all exchanges once. Called by the thread of the watchdog only.
	 * @return whether there was anything to look at
	 */
	boolean tick() {
		boolean busy = admitArrivals() || !this.inFlight.isEmpty();
		long now = this.nanoTicker.getAsLong();
		this.inFlight.removeIf((watch) -> hasEnded(watch, now));
		return busy;
	}

	int inFlight() {
		return this.inFlight.size();
	}

	boolean isAsleep() {
		return this.asleep;
	}

	/**
	 * Stop watching and cancel what is in flight. Comes back when all is cancelled.
	 */
	@Override
	public void close() {
		Thread thread;
		synchronized (this.threadLock) {
			this.closed = true;
			thread = this.thread;
		}
		LockSupport.unpark(thread);
		if (thread != null) {
			join(thread);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join(LONGEST_WAIT_IN_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean admitArrivals() {
		Watch first = this.arrivals.getAndSet(null);
		Watch watch = first;
		while (watch != null) {
			// most exchanges are shorter than a tick
			if (!watch.isOver()) {
				this.inFlight.add(watch);
			}
			Watch next = watch.next;
			watch.next = null;
			watch = next;
		}
		return first != null;
	}

	private boolean hasEnded(Watch watch, long now) {
		try {
			return watch.check(now);
		}
		catch (RuntimeException ex) {
			return true;
		}
	}

	private void wakeUp() {
		synchronized (this.threadLock) {
			if (this.closed || !this.asleep) {
				return;
			}
			this.asleep = false;
			if (this.thread == null) {
				this.thread = start();
			}
			LockSupport.unpark(this.thread);
		}
	}

	private Thread start() {
		Thread thread = new Thread(null, this::run, "taotoken-watchdog", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		thread.start();
		return thread;
	}

	private void run() {
		int idleTicks = 0;
		while (!this.closed) {
			idleTicks = tick() ? 0 : idleTicks + 1;
			if (idleTicks < IDLE_TICKS_BEFORE_SLEEP) {
				LockSupport.parkNanos(this, TICK_IN_NANOS);
			}
			else {
				sleep();
				idleTicks = 0;
			}
			Thread.interrupted();
		}
		admitArrivals();
		this.inFlight.forEach((watch) -> watch.cancel(Ending.SHUTDOWN));
		this.inFlight.clear();
	}

	private void sleep() {
		this.asleep = true;
		while (this.asleep && !this.closed && this.arrivals.get() == null) {
			LockSupport.park(this);
			Thread.interrupted();
		}
		this.asleep = false;
	}

}
