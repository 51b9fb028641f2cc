package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

	private final Semaphore control = new Semaphore(0);

	private long now;

	private long numbers;

	/** Start a thread at a moment of the simulation. */
	public void at(Duration moment, Runnable task) {
		Sleeper sleeper = new Sleeper(moment.toNanos(), null, this.numbers++);
		this.sleepers.add(sleeper);
		Thread thread = new Thread(() -> {
			sleeper.turn.acquireUninterruptibly();
			try {
				task.run();
			}
			finally {
				this.control.release();
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	/** Let time pass until every thread has ended. */
	public void run() {
		while (!this.sleepers.isEmpty()) {
			Sleeper next = this.sleepers.stream().min(FIRST).orElseThrow();
			this.sleepers.remove(next);
			if (!next.isSignalled()) {
				this.now = Math.max(this.now, next.wakeAt);
			}
			next.turn.release();
			this.control.acquireUninterruptibly();
		}
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
		Sleeper sleeper = new Sleeper(this.now + timeout.toNanos(), signal, this.numbers++);
		this.sleepers.add(sleeper);
		this.control.release();
		sleeper.turn.acquire();
		return signal.getCount() == 0;
	}

	private static final class Sleeper {

		private final long wakeAt;

		private final @Nullable CountDownLatch signal;

		private final long number;

		private final Semaphore turn = new Semaphore(0);

		private Sleeper(long wakeAt, @Nullable CountDownLatch signal, long number) {
			this.wakeAt = wakeAt;
			this.signal = signal;
			this.number = number;
		}

		private boolean isSignalled() {
			return this.signal != null && this.signal.getCount() == 0;
		}

	}

}
