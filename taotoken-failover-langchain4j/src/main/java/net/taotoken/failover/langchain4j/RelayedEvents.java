package net.taotoken.failover.langchain4j;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

/**
 * The events that a streaming model of another library brings on its own threads, for one
 * thread that takes them. The handles of that model are replaced by one of ours.
 */
final class RelayedEvents implements StreamingChatResponseHandler {

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private final PartialResponseContext responseContext;

	private final PartialThinkingContext thinkingContext;

	private final PartialToolCallContext toolCallContext;

	private volatile @Nullable StreamingHandle original;

	private volatile boolean closed;

	/**
	 * Create a queue of events.
	 * @param handle what the taker is given to cancel the answer
	 */
	RelayedEvents(StreamingHandle handle) {
		this.responseContext = new PartialResponseContext(handle);
		this.thinkingContext = new PartialThinkingContext(handle);
		this.toolCallContext = new PartialToolCallContext(handle);
	}

	/**
	 * Wait for the next event.
	 * @param nanos how long
	 * @return the event, or {@code null} if there is none in time
	 */
	@Nullable Event next(long nanos) throws InterruptedException {
		return this.events.poll(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Nobody takes events any more. The request is cancelled as soon as the model has
	 * given a handle for that, and a taker that waits is woken. Does not wait.
	 */
	void close() {
		this.closed = true;
		StreamingHandle handle = this.original;
		if (handle != null) {
			handle.cancel();
		}
		this.events.add(Event.beside((handler) -> {
		}));
	}

	private void add(Event event, @Nullable StreamingHandle handle) {
		if (handle != null) {
			this.original = handle;
		}
		if (!this.closed) {
			this.events.add(event);
		}
		else if (handle != null) {
			handle.cancel();
		}
	}

	@Override
	public void onPartialResponse(String text) {
		if (!text.isEmpty()) {
			partialResponse(new PartialResponse(text), null);
		}
	}

	@Override
	public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
		partialResponse(part, context.streamingHandle());
	}

	private void partialResponse(PartialResponse part, @Nullable StreamingHandle handle) {
		Consumer<StreamingChatResponseHandler> step = (target) -> target.onPartialResponse(part, this.responseContext);
		add(new Event(step, true, part.text(), null, null), handle);
	}

	@Override
	public void onPartialThinking(PartialThinking part) {
		add(Event.part((target) -> target.onPartialThinking(part, this.thinkingContext)), null);
	}

	@Override
	public void onPartialThinking(PartialThinking part, PartialThinkingContext context) {
		add(Event.part((target) -> target.onPartialThinking(part, this.thinkingContext)), context.streamingHandle());
	}

	@Override
	public void onPartialToolCall(PartialToolCall part) {
		add(Event.part((target) -> target.onPartialToolCall(part, this.toolCallContext)), null);
	}

	@Override
	public void onPartialToolCall(PartialToolCall part, PartialToolCallContext context) {
		add(Event.part((target) -> target.onPartialToolCall(part, this.toolCallContext)), context.streamingHandle());
	}

	@Override
	public void onCompleteToolCall(CompleteToolCall call) {
		add(Event.part((target) -> target.onCompleteToolCall(call)), null);
	}

	@Override
	public void onUnmappedRawEvent(Object rawEvent) {
		add(Event.beside((target) -> target.onUnmappedRawEvent(rawEvent)), null);
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		add(new Event(null, true, null, response, null), null);
	}

	@Override
	public void onError(Throwable error) {
		add(new Event(null, true, null, null, error), null);
	}

	/**
	 * Something that a model brought.
	 *
	 * @param step hands it on, or {@code null} for an end
	 * @param begins whether the answer has begun with it
	 * @param text the text that it adds
	 * @param response the whole answer, if this is its end
	 * @param failure why there is none, if this is its end
	 */
	record Event(@Nullable Consumer<StreamingChatResponseHandler> step, boolean begins, @Nullable String text,
			@Nullable ChatResponse response, @Nullable Throwable failure) {

		private static Event part(Consumer<StreamingChatResponseHandler> step) {
			return new Event(step, true, null, null, null);
		}

		private static Event beside(Consumer<StreamingChatResponseHandler> step) {
			return new Event(step, false, null, null, null);
		}

	}

}
