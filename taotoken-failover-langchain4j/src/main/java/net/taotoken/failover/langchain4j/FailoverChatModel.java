package net.taotoken.failover.langchain4j;

import java.util.Set;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.engine.FailoverResult;

/**
 * Failover around a chat model of another library, which is called with the name of one
 * model after the other. For applications that cannot leave that model;
 * {@link TaotokenChatModel} knows more of what went wrong. Safe for use by many threads,
 * if the other model is.
 * <p>
 * The other model has to limit the time of its requests, and must not repeat them: build
 * it with {@code maxRetries(0)}. Its exceptions tell the status and the text of an error
 * but no headers, so that a wait by {@code Retry-After} is lost, and the cool-down of the
 * model is the usual one.
 *
 * @since 0.1.0
 */
public final class FailoverChatModel implements ChatModel {

	private final TaotokenOperations operations;

	private final ChatModel delegate;

	/**
	 * Put a model under failover.
	 * @param operations makes the calls, along its route
	 * @param delegate answers, by the name of the model that it is given; its default
	 * parameters, listeners and capabilities stay in force, and its listeners hear of
	 * each attempt
	 */
	public FailoverChatModel(TaotokenOperations operations, ChatModel delegate) {
		this.operations = operations;
		this.delegate = delegate;
		DelegateRetries.warnOf(delegate);
	}

	/**
	 * Make a call.
	 * @param request the request, which may name a route by
	 * {@link TaotokenChatRequestParameters}, but no model
	 * @return the answer, whose metadata are {@link TaotokenChatResponseMetadata}, with
	 * those of the other model inside
	 * @throws net.taotoken.failover.engine.FailoverException if no model gave an answer
	 * @throws IllegalArgumentException if the request names a model, or a route that does
	 * not exist; nothing has been sent then
	 */
	@Override
	public ChatResponse doChat(ChatRequest request) {
		FailoverResult<ChatResponse> result = DelegateRequests.along(this.operations, request)
			.executeForResult((model) -> this.delegate.chat(DelegateRequests.to(model, request)));
		return DelegateRequests.withStory(result.answer(), result.model().name(), result.attempts());
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
