package net.taotoken.failover.langchain4j.autoconfigure;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelCall;

/**
 * What an application writes in its tests.
 */
class FakeOperations implements TaotokenOperations {

	@Override
	public String chat(String question) {
		return "Hello";
	}

	@Override
	public ChatCompletion chat(ChatCompletionRequest request) {
		return ChatCompletion.of("fake", "Hello");
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request) {
		return ChatStream.of(chat(request));
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request, StreamDelivery delivery) {
		return stream(request);
	}

	@Override
	public <T> FailoverResult<T> executeAttempts(ModelCall<T> modelCall) {
		throw new UnsupportedOperationException();
	}

	@Override
	public TaotokenOperations route(String name) {
		return this;
	}

}
