package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Time for many threads at once that passes only while all of them wait. One thread runs
 * at a time, in an order that is the same in each run.
 */
public final class SimulatedTime implements TimeSource {

	private static final Comparator<Sleeper> FIRST = Comparator
		.comparingLong((Sleeper sleeper) -> sleeper.isSignalled() ? Long.MIN_VALUE : sleeper.wakeAt)
		.thenComparingLong((sleeper) -> sleeper.number);

	private final List<Sleeper> sleepers = new ArrayList<>();

	private final Semaphore end = new Semaphore(0);

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	});

	private long now;

	private long numbers;

	/** Start a thread at a moment of the simulation. */
	public void at(Duration moment, Runnable task) {
		this.sleepers.add(new Sleeper(moment.toNanos(), null, this.numbers++, () -> this.threads.execute(() -> {
			try {
				task.run();
			}
			finally {
				wakeNext();
			}
		})));
	}

	/** Let time pass until every thread has ended, once. */
	public void run() {
		wakeNext();
		this.end.acquireUninterruptibly();
		this.threads.shutdown();
	}

	private void wakeNext() {
		if (this.sleepers.isEmpty()) {
			this.end.release();
			return;
		}
		Sleeper next = Collections.min(this.sleepers, FIRST);
		this.sleepers.remove(next);
		if (!next.isSignalled()) {
			this.now = Math.max(this.now, next.wakeAt);
		}
		next.turn.run();
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return Instant.EPOCH.plusNanos(this.now);
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		Semaphore turn = new Semaphore(0);
		this.sleepers.add(new Sleeper(this.now + timeout.toNanos(), signal, this.numbers++, turn::release));
		wakeNext();
		turn.acquire();
		return signal.getCount() == 0;
	}

	private record Sleeper(long wakeAt, @Nullable CountDownLatch signal, long number, Runnable turn) {

		private boolean isSignalled() {
			return this.signal != null && this.signal.getCount() == 0;
		}

	}

}
