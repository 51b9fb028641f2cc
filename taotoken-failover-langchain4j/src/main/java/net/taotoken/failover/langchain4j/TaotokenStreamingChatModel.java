package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * A streaming chat model that is answered by the best model of a route that can answer
 * now. What fails before the first token is repaired unseen; a break after it is an
 * error, never an end. Each call returns at once, and its handler is called by one thread
 * at a time. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TaotokenStreamingChatModel implements StreamingChatModel {

	private final TaotokenOperations operations;

	private final TaotokenChatModelSettings settings;

	private final TaotokenChatRequestParameters defaultParameters;

	private final Executor executor;

	private final @Nullable StreamDelivery delivery;

	private final ChatRequestMapper requests;

	/**
	 * Create a model with default settings, and threads of its own that end when they
	 * have been idle for a while.
	 * @param operations makes the calls, along its route unless a request names another
	 */
	public TaotokenStreamingChatModel(TaotokenOperations operations) {
		this(operations, TaotokenChatModelSettings.defaults(), new StreamThreads()::execute, null);
	}

	/**
	 * Create a model.
	 * @param operations makes the calls, along its route unless a request names another
	 * @param settings what holds for all requests
	 * @param executor runs each call from its beginning to its end, on a thread that may
	 * block; a call waits while there is no thread for it
	 * @param delivery when parts are handed on, or {@code null} to leave it to the
	 * operations. An answer that begins again after a break is an error, as a handler
	 * cannot be told of it
	 */
	public TaotokenStreamingChatModel(TaotokenOperations operations, TaotokenChatModelSettings settings,
			Executor executor, @Nullable StreamDelivery delivery) {
		this.operations = operations;
		this.settings = settings;
		this.defaultParameters = settings.ownDefaultParameters();
		this.executor = executor;
		this.delivery = delivery;
		this.requests = new ChatRequestMapper(settings.jsonSchema());
	}

	/**
	 * Make a call. Parameters of {@link TaotokenChatRequestParameters} choose the route
	 * or the models; a model name chooses the model that is asked first. Complete tool
	 * calls are handed on once the whole answer is there, so that no tool runs for an
	 * answer that breaks. After a cancellation by the handle of a part, the handler hears
	 * nothing more.
	 * @param request the request
	 * @param handler hears the parts, and at last either the whole answer, whose metadata
	 * are {@link TaotokenChatResponseMetadata}, or an error:
	 * {@link net.taotoken.failover.engine.FailoverException} if no model began to answer,
	 * {@link net.taotoken.failover.StreamInterruptedException} if the answer broke, and
	 * the other exceptions of {@link TaotokenChatModel#doChat}. An exception that it
	 * throws for a part is passed to its {@code onError}, and the answer goes on
	 */
	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		GuardedHandler guarded = new GuardedHandler(handler);
		try {
			this.executor.execute(() -> new StreamedResponse(guarded).read(() -> open(request)));
		}
		catch (RejectedExecutionException ex) {
			guarded.error(ex);
		}
	}

	private ChatStream open(ChatRequest request) {
		ChatCompletionRequest mapped = this.requests.mapStreamed(request);
		return (this.delivery != null) ? this.operations.stream(mapped, this.delivery) : this.operations.stream(mapped);
	}

	@Override
	public ChatRequestParameters defaultRequestParameters() {
		return this.defaultParameters;
	}

	@Override
	public List<ChatModelListener> listeners() {
		return this.settings.listeners();
	}

	@Override
	public Set<Capability> supportedCapabilities() {
		return this.settings.capabilities();
	}

}
