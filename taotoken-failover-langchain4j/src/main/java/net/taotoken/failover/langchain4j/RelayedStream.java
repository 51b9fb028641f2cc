package net.taotoken.failover.langchain4j;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.Settlement;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.langchain4j.RelayedEvents.Event;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one attempt on a streaming model of another library, read by the thread
 * of the call.
 */
final class RelayedStream {

	private final Model model;

	private final long startedAt = System.nanoTime();

	private final StreamHandle handle = new StreamHandle(this::cancel);

	private final RelayedEvents events = new RelayedEvents(this.handle);

	/** The events before the answer began, and its first part. */
	private final Deque<Event> taken = new ArrayDeque<>();

	private final StringBuilder text = new StringBuilder();

	private volatile @Nullable Settlement settlement;

	RelayedStream(Model model) {
		this.model = model;
	}

	/**
	 * The handler that the model calls.
	 */
	StreamingChatResponseHandler events() {
		return this.events;
	}

	/**
	 * Wait for the first part of the answer.
	 * @param limit how long it may take
	 * @throws Exception what the model brought instead
	 */
	void awaitFirst(Duration limit) throws Exception {
		Event event;
		do {
			event = this.events.next(limit.toNanos() - (System.nanoTime() - this.startedAt));
			if (event == null) {
				throw new TimeoutException("No first token in time");
			}
			throwFailure(event);
			this.taken.add(event);
		}
		while (!event.begins());
	}

	/**
	 * Tells whether the model has brought something, if only beside an answer.
	 */
	boolean hasBegun() {
		return !this.taken.isEmpty();
	}

	/**
	 * The attempt has ended well.
	 * @param settlement is told what comes of the answer
	 */
	void begin(Settlement settlement) {
		this.settlement = settlement;
	}

	/**
	 * Nobody will read this answer.
	 */
	void abandon() {
		this.events.close();
		release();
	}

	/**
	 * Hand the answer to a handler, from its first part to its end.
	 * @param handler hears of it
	 * @param result the call
	 */
	void deliver(GuardedHandler handler, FailoverResult<RelayedStream> result) {
		try {
			ChatResponse response = handOn(handler);
			Settlement settlement = this.settlement;
			if (response == null || settlement == null) {
				return;
			}
			settlement.succeeded();
			ChatResponse whole = DelegateRequests.withStory(response, this.model.name(), result.attempts());
			handler.call((target) -> target.onCompleteResponse(whole));
		}
		catch (Exception ex) {
			broke(ex, handler, result);
			abandon();
		}
		catch (Error ex) {
			handler.error(ex);
			abandon();
		}
	}

	/**
	 * Hand all parts on.
	 * @return the whole answer, or {@code null} if it was cancelled
	 */
	private @Nullable ChatResponse handOn(GuardedHandler handler) throws Exception {
		while (true) {
			Event event = this.taken.isEmpty() ? this.events.next(this.model.timeouts().stall().toNanos())
					: this.taken.remove();
			if (this.handle.isCancelled()) {
				return null;
			}
			if (event == null) {
				throw new TimeoutException("The stream went silent");
			}
			throwFailure(event);
			if (event.response() != null) {
				return event.response();
			}
			Consumer<StreamingChatResponseHandler> step = event.step();
			if (step != null) {
				this.text.append((event.text() != null) ? event.text() : "");
				handler.call(step);
			}
		}
	}

	private void broke(Exception failure, GuardedHandler handler, FailoverResult<RelayedStream> result) {
		Settlement settlement = this.settlement;
		if (this.handle.isCancelled() || settlement == null) {
			return;
		}
		Fault fault = settlement.failed(failure);
		List<Attempt> attempts = new ArrayList<>(result.attempts());
		Attempt answered = attempts.remove(attempts.size() - 1);
		attempts.add(new Attempt(answered.model(), fault, answered.startedAt(),
				Duration.ofNanos(System.nanoTime() - this.startedAt), answered.requests()));
		handler
			.error(new StreamInterruptedException(this.model.name(), fault, attempts, this.text.toString(), failure));
	}

	private void cancel() {
		release();
		this.events.close();
	}

	/** Has no effect on an attempt whose outcome was told. */
	private void release() {
		Settlement settlement = this.settlement;
		if (settlement != null) {
			settlement.release();
		}
	}

	private static void throwFailure(Event event) throws Exception {
		Throwable failure = event.failure();
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure != null) {
			throw (Exception) failure;
		}
	}

}
