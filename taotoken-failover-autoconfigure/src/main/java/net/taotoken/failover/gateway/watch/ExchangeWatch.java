package net.taotoken.failover.gateway.watch;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one exchange, which ends once: by its owner, or by the watchdog, which
 * then cancels the exchange. Only the winner of that race acts, and the other can ask who
 * won.
 */
public final class ExchangeWatch {

	public enum Ending {

		/** The owner is done with the exchange. */
		DONE,

		/** The limit was reached. */
		DEADLINE,

		/** The thread of the owner was interrupted. */
		INTERRUPT,

		/** The client was closed. */
		SHUTDOWN,

		/** The stream was closed before its end. */
		CLOSED

	}

	private static final AtomicReferenceFieldUpdater<ExchangeWatch, @Nullable Ending> ENDING = AtomicReferenceFieldUpdater
		.newUpdater(ExchangeWatch.class, Ending.class, "ending");

	private volatile @Nullable Thread owner;

	private volatile @Nullable Ending ending;

	private volatile long deadline;

	/** Whether the owner works on what the server has sent. */
	private volatile boolean looking;

	private @Nullable Cancellable exchange;

	/** The next one in a list of the watchdog, which alone uses it. */
	@Nullable ExchangeWatch next;

	ExchangeWatch(Cancellable exchange, Thread owner, long deadline) {
		this.exchange = exchange;
		this.owner = owner;
		this.deadline = deadline;
	}

	/**
	 * End the watch from the side of the owner.
	 * @return who ended it, which is somebody else if the exchange was cancelled before
	 */
	public Ending end() {
		if (ENDING.compareAndSet(this, null, Ending.DONE)) {
			this.exchange = null;
			return Ending.DONE;
		}
		Ending ending = this.ending;
		return (ending != null) ? ending : Ending.DONE;
	}

	/**
	 * Bring the deadline forward; it is never put off.
	 * @param deadline the new deadline in nano ticks
	 */
	public void hasten(long deadline) {
		if (deadline - this.deadline < 0) {
			this.deadline = deadline;
		}
	}

	/**
	 * The server has begun to answer, and the owner looks at what is there. It waits
	 * again once the watch is armed.
	 */
	public void answerBegins() {
		this.looking = true;
	}

	boolean isOver() {
		return this.ending != null;
	}

	/**
	 * Tells whether a thread waits for the exchange now.
	 */
	boolean isWaiting() {
		return this.owner != null && !this.looking && !isOver();
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * The current thread is going to wait for the exchange.
	 * @param deadline until when, in nano ticks
	 */
	void arm(long deadline) {
		this.deadline = deadline;
		this.looking = false;
		this.owner = Thread.currentThread();
	}

	/**
	 * Nobody waits for the exchange; interrupts are of no concern.
	 * @param deadline when it has to end nevertheless, in nano ticks
	 */
	void rest(long deadline) {
		this.owner = null;
		this.deadline = deadline;
	}

	/**
	 * Cancel the exchange if it is due.
	 * @param now the time in nano ticks
	 * @return whether the watch has ended
	 */
	boolean check(long now) {
		if (this.ending != null) {
			breakIfCancelled();
			return true;
		}
		Thread owner = this.owner;
		if (owner != null && owner.isInterrupted()) {
			cancel(Ending.INTERRUPT);
			return true;
		}
		if (now - this.deadline >= 0) {
			cancel(Ending.DEADLINE);
			return true;
		}
		return false;
	}

	/**
	 * End the watch and break the exchange, unless the watch has ended.
	 * @param reason why
	 */
	public void cancel(Ending reason) {
		if (ENDING.compareAndSet(this, null, reason)) {
			breakIfCancelled();
		}
	}

	// the exchange is forgotten once it is broken: what fails is to be tried again
	private void breakIfCancelled() {
		Cancellable exchange = this.exchange;
		if (exchange != null && this.ending != Ending.DONE) {
			exchange.cancel();
			this.exchange = null;
		}
	}

}
