package net.taotoken.failover.springai;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import reactor.core.scheduler.Schedulers;

/**
 * Operations without a gateway, as applications fake them: they keep what was asked, and
 * give the same answer to all of it.
 */
final class FakedChatModel implements TaotokenOperations {

	final List<ChatCompletionRequest> requests = new CopyOnWriteArrayList<>();

	ChatCompletion answer = ChatCompletion.of("a", "well", Attempt.answered("a"));

	TaotokenChatModel model() {
		return builder().build();
	}

	TaotokenChatModelBuilder builder() {
		return TaotokenChatModel.builder(this, new ReactiveTaotokenTemplate(this, Schedulers.immediate()));
	}

	ChatCompletionRequest asked() {
		return this.requests.get(this.requests.size() - 1);
	}

	@Override
	public String chat(String question) {
		return chat(ChatCompletionRequest.of(question)).text();
	}

	@Override
	public ChatCompletion chat(ChatCompletionRequest request) {
		this.requests.add(request);
		return this.answer;
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
