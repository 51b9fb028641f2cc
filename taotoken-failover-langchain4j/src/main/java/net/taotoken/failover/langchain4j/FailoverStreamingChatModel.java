package net.taotoken.failover.langchain4j;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.engine.FailoverResult;

/**
 * Failover around a streaming chat model of another library, which is called with the
 * name of one model after the other until one begins to answer. For applications that
 * cannot leave that model; {@link TaotokenStreamingChatModel} knows more of what went
 * wrong. Each call returns at once. Safe for use by many threads, if the other model is.
 * <p>
 * The first token and the silences after it are limited as {@code taotoken.timeouts} say.
 * A request that is given up before its first token cannot be cancelled, since the other
 * model gives a handle with its first part only: its answer is thrown away as soon as it
 * begins. Its exceptions tell no headers, so that a wait by {@code Retry-After} is lost.
 *
 * @since 0.1.0
 */
public final class FailoverStreamingChatModel implements StreamingChatModel {

	private final TaotokenOperations operations;

	private final StreamingChatModel delegate;

	private final Executor executor;

	/**
	 * Put a model under failover, with threads of its own that end when they have been
	 * idle for a while.
	 * @param operations makes the calls, along its route
	 * @param delegate answers, by the name of the model that it is given; its default
	 * parameters, listeners and capabilities stay in force, and its listeners hear of
	 * each attempt
	 */
	public FailoverStreamingChatModel(TaotokenOperations operations, StreamingChatModel delegate) {
		this(operations, delegate, new StreamThreads()::execute);
	}

	/**
	 * Put a model under failover.
	 * @param operations makes the calls, along its route
	 * @param delegate answers, by the name of the model that it is given
	 * @param executor runs each call from its beginning to its end, on a thread that may
	 * block; a call waits while there is no thread for it
	 */
	public FailoverStreamingChatModel(TaotokenOperations operations, StreamingChatModel delegate, Executor executor) {
		this.operations = operations;
		this.delegate = delegate;
		this.executor = executor;
		DelegateRetries.warnOf(delegate);
	}

	/**
	 * Make a call.
	 * @param request the request, which may name a route by
	 * {@link TaotokenChatRequestParameters}, but no model
	 * @param handler hears the parts, and at last either the whole answer, whose metadata
	 * are {@link TaotokenChatResponseMetadata}, or an error:
	 * {@link net.taotoken.failover.engine.FailoverException} if no model began to answer,
	 * {@link net.taotoken.failover.StreamInterruptedException} if the answer broke
	 */
	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		GuardedHandler guarded = new GuardedHandler(handler);
		try {
			this.executor.execute(() -> run(request, guarded));
		}
		catch (RejectedExecutionException ex) {
			guarded.error(ex);
		}
	}

	private void run(ChatRequest request, GuardedHandler handler) {
		FailoverResult<RelayedStream> result;
		try {
			result = DelegateRequests.along(this.operations, request)
				.executeAttempts(new RelayedCall(this.delegate, request));
		}
		catch (Throwable ex) {
			handler.error(ex);
			return;
		}
		result.answer().deliver(handler, result);
	}

	@Override
	public ModelProvider provider() {
		return this.delegate.provider();
	}

	@Override
	public Set<Capability> supportedCapabilities() {
		return this.delegate.supportedCapabilities();
	}

}
