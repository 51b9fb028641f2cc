package net.taotoken.failover.springai;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatCompletionRequestBuilder;
import net.taotoken.failover.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * From a prompt of Spring AI to a request of ours. Safe for use by many threads.
 */
final class PromptMapper {

	private static final String SCHEMA_NAME = "response";

	private final ToolCallingManager tools;

	private final ToolMapper toolMapper = new ToolMapper();

	PromptMapper(ToolCallingManager tools) {
		this.tools = tools;
	}

	/**
	 * Map a prompt.
	 * @param prompt the prompt
	 * @param options its options, in place of those that it has
	 * @return the request
	 * @throws IllegalArgumentException if it holds something that cannot be sent
	 */
	ChatCompletionRequest request(Prompt prompt, TaotokenChatOptions options) {
		ChatCompletionRequestBuilder request = ChatCompletionRequest.builder();
		for (Message message : prompt.getInstructions()) {
			MessageMapper.add(message, request);
		}
		addCommon(options, request);
		addOwn(options.request(), request);
		if (options.getToolCallbacks() != null && !options.getToolCallbacks().isEmpty()) {
			this.tools.resolveToolDefinitions(options).forEach((tool) -> request.tool(this.toolMapper.tool(tool)));
		}
		return request.build();
	}

	private static void addCommon(TaotokenChatOptions options, ChatCompletionRequestBuilder request) {
		request.model(options.getModel())
			.frequencyPenalty(options.getFrequencyPenalty())
			.maxTokens(options.getMaxTokens())
			.presencePenalty(options.getPresencePenalty())
			.stop(Objects.requireNonNullElse(options.getStopSequences(), List.of()))
			.temperature(options.getTemperature())
			.topP(options.getTopP());
		if (options.getTopK() != null) {
			request.extra("top_k", options.getTopK());
		}
	}

	private static void addOwn(RequestOptions options, ChatCompletionRequestBuilder request) {
		request.route(options.route())
			.models(Objects.requireNonNullElse(options.models(), List.of()))
			.n(options.n())
			.seed(options.seed())
			.maxCompletionTokens(options.maxCompletionTokens())
			.reasoningEffort(options.reasoningEffort())
			.toolChoice(options.toolChoice())
			.parallelToolCalls(options.parallelToolCalls())
			.responseFormat(responseFormat(options))
			.logprobs(options.logprobs())
			.topLogprobs(options.topLogprobs())
			.logitBias(Objects.requireNonNullElse(options.logitBias(), Map.of()))
			.endUser(options.user());
		options.extra().forEach(request::extra);
	}

	private static @Nullable ResponseFormat responseFormat(RequestOptions options) {
		String schema = options.outputSchema();
		return (schema != null) ? ResponseFormat.jsonSchema(SCHEMA_NAME, SchemaReader.read("The output schema", schema))
				: options.responseFormat();
	}

}
