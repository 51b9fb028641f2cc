package net.taotoken.failover.langchain4j;

import java.util.List;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.fault.Attempt;

/**
 * The requests to the model behind a failover, and its responses.
 */
final class DelegateRequests {

	private DelegateRequests() {
	}

	/**
	 * The operations along the route of a request.
	 * @throws IllegalArgumentException if the request names models, which is the duty of
	 * the route, or a route that does not exist
	 */
	static TaotokenOperations along(TaotokenOperations operations, ChatRequest request) {
		TaotokenChatRequestParameters own = (request.parameters() instanceof TaotokenChatRequestParameters parameters)
				? parameters : null;
		List<String> models = (own != null) ? own.models() : null;
		if (request.modelName() != null || models != null) {
			throw new IllegalArgumentException(
					"The request names " + ((request.modelName() != null) ? request.modelName() : models)
							+ ", but the models of the route are asked: name none, or ask the model without failover");
		}
		String route = (own != null) ? own.route() : null;
		return (route != null) ? operations.route(route) : operations;
	}

	/** The class of the parameters stays, so that the other model reads them all. */
	static ChatRequest to(String model, ChatRequest request) {
		return ChatRequest.builder()
			.messages(request.messages())
			.parameters(request.parameters().overrideWith(ChatRequestParameters.builder().modelName(model).build()))
			.build();
	}

	static ChatResponse withStory(ChatResponse response, String model, List<Attempt> attempts) {
		ChatResponseMetadata metadata = response.metadata();
		return response.toBuilder()
			.metadata(TaotokenChatResponseMetadata.builder()
				.id(metadata.id())
				.modelName(metadata.modelName())
				.tokenUsage(metadata.tokenUsage())
				.finishReason(metadata.finishReason())
				.requestedModel(model)
				.attempts(attempts)
				.original(metadata)
				.build())
			.build();
	}

}
