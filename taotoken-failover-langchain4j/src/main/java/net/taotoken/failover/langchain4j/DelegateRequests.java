package net.taotoken.failover.langchain4j;

import java.util.List;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import net.taotoken.failover.fault.Attempt;

/**
 * What goes to the model behind a failover, and what comes back.
 */
final class DelegateRequests {

	private DelegateRequests() {
	}

	static void check(ChatRequest request) {
		if (request.modelName() != null) {
			throw new IllegalArgumentException("The request names the model '" + request.modelName()
					+ "', but the models of the route are asked: leave modelName out, or ask the model without failover");
		}
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
