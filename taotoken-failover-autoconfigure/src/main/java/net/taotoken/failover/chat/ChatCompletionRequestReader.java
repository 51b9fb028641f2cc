package net.taotoken.failover.chat;

import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;

/**
 * Reads a request from the wire, as gateways do.
 */
final class ChatCompletionRequestReader extends RecordReader<ChatCompletionRequest> {

	ChatCompletionRequestReader() {
		super(ChatCompletionRequest.class);
	}

	@Override
	protected ChatCompletionRequest read(JsonFields fields) {
		fields.beStrict();
		ChatCompletionRequestBuilder request = ChatCompletionRequest.builder();
		while (fields.next()) {
			switch (fields.name()) {
				case "model" -> request.model(fields.text());
				case "messages" -> request.messages(fields.list(ChatMessage.Reader.INSTANCE));
				case "temperature" -> request.temperature(fields.value(Double.class));
				case "top_p" -> request.topP(fields.value(Double.class));
				case "n" -> request.n(fields.value(Integer.class));
				case "stop" -> request.stop(fields.texts());
				case "max_tokens" -> request.maxTokens(fields.value(Integer.class));
				case "max_completion_tokens" -> request.maxCompletionTokens(fields.value(Integer.class));
				case "presence_penalty" -> request.presencePenalty(fields.value(Double.class));
				case "frequency_penalty" -> request.frequencyPenalty(fields.value(Double.class));
				case "logit_bias" -> request.logitBias(fields.numbers());
				case "logprobs" -> request.logprobs(fields.value(Boolean.class));
				case "top_logprobs" -> request.topLogprobs(fields.value(Integer.class));
				case "seed" -> request.seed(fields.value(Long.class));
				case "tools" -> request.tools(fields.list(Tool.Reader.INSTANCE));
				case "tool_choice" -> request.toolChoice(fields.any());
				case "parallel_tool_calls" -> request.parallelToolCalls(fields.value(Boolean.class));
				case "response_format" -> request.responseFormat(fields.value(ResponseFormat.Reader.INSTANCE));
				case "reasoning_effort" -> request.reasoningEffort(fields.text());
				case "user" -> request.endUser(fields.text());
				case "stream" -> request.stream(fields.value(Boolean.class));
				case "stream_options" -> request.streamOptions(fields.value(StreamOptions.Reader.INSTANCE));
				default -> fields.keep();
			}
		}
		fields.extra().forEach(request::extra);
		return request.build();
	}

}
