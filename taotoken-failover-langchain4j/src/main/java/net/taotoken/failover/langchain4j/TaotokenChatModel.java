package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.Set;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import net.taotoken.failover.TaotokenOperations;

/**
 * A chat model that is answered by the best model of a route that can answer now. Each
 * call blocks its thread. An interrupt of the thread ends the call within a fraction of a
 * second. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TaotokenChatModel implements ChatModel {

	private final TaotokenOperations operations;

	private final TaotokenChatModelSettings settings;

	private final TaotokenChatRequestParameters defaultParameters;

	private final ChatRequestMapper requests;

	/**
	 * Create a model with default settings.
	 * @param operations makes the calls, along its route unless a request names another
	 */
	public TaotokenChatModel(TaotokenOperations operations) {
		this(operations, TaotokenChatModelSettings.defaults());
	}

	/**
	 * Create a model.
	 * @param operations makes the calls, along its route unless a request names another
	 * @param settings what holds for all requests
	 */
	public TaotokenChatModel(TaotokenOperations operations, TaotokenChatModelSettings settings) {
		this.operations = operations;
		this.settings = settings;
		this.defaultParameters = settings.ownDefaultParameters();
		this.requests = new ChatRequestMapper(settings.jsonSchema());
	}

	/**
	 * Make a call. Parameters of {@link TaotokenChatRequestParameters} choose the route
	 * or the models; a model name chooses the model that is asked first.
	 * @param request the request
	 * @return the answer, whose metadata are {@link TaotokenChatResponseMetadata}
	 * @throws net.taotoken.failover.engine.FailoverException if no model gave an answer
	 * @throws ContentFilteredException if the model refused to answer
	 * @throws UnsupportedFeatureException if the request holds content that the protocol
	 * has no form for; nothing has been sent then
	 * @throws IllegalArgumentException if the request names a route that does not exist;
	 * nothing has been sent then
	 */
	@Override
	public ChatResponse doChat(ChatRequest request) {
		return ChatResponseMapper.map(this.operations.chat(this.requests.map(request)));
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
