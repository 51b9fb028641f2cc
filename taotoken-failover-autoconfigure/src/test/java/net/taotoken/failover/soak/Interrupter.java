package net.taotoken.failover.soak;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts callers in the middle of their calls.
 */
final class Interrupter {

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "soak-interrupter"));

	/** Interrupt the current thread after a while, unless its call is over by then. */
	Interruption in(int millis) {
		Interruption interruption = new Interruption(Thread.currentThread());
		this.scheduler.schedule(interruption::strike, millis, TimeUnit.MILLISECONDS);
		return interruption;
	}

	void stop() {
		this.scheduler.shutdownNow();
	}

	/**
	 * An interrupt that comes now or never, but not later.
	 */
	static final class Interruption {

		static final Interruption NONE = new Interruption(Thread.currentThread());

		private final Thread thread;

		private boolean struck;

		private boolean over;

		private Interruption(Thread thread) {
			this.thread = thread;
		}

		private synchronized void strike() {
			if (!this.over) {
				this.struck = true;
				this.thread.interrupt();
			}
		}

		synchronized boolean hasStruck() {
			return this.struck;
		}

		synchronized void end() {
			if (this != NONE) {
				this.over = true;
				Thread.interrupted();
			}
		}

	}

}
