package net.taotoken.failover.chat;

import net.taotoken.failover.json.RecordWriter;

/**
 * Writes a request to the wire. Its models and its route are not on the wire.
 */
final class ChatCompletionRequestWriter extends RecordWriter<ChatCompletionRequest> {

	@Override
	protected void write(ChatCompletionRequest request, Fields fields) {
		fields.text("model", request.model())
			.list("messages", request.messages())
			.value("temperature", request.temperature())
			.value("top_p", request.topP())
			.value("n", request.n())
			.list("stop", request.stop())
			.value("max_tokens", request.maxTokens())
			.value("max_completion_tokens", request.maxCompletionTokens())
			.value("presence_penalty", request.presencePenalty())
			.value("frequency_penalty", request.frequencyPenalty())
			.map("logit_bias", request.logitBias())
			.value("logprobs", request.logprobs())
			.value("top_logprobs", request.topLogprobs())
			.value("seed", request.seed())
			.list("tools", request.tools())
			.value("tool_choice", request.toolChoice())
			.value("parallel_tool_calls", request.parallelToolCalls())
			.value("response_format", request.responseFormat())
			.text("reasoning_effort", request.reasoningEffort())
			.text("user", request.user())
			.value("stream", request.stream())
			.value("stream_options", request.streamOptions())
			.extra(request.extra());
	}

}
