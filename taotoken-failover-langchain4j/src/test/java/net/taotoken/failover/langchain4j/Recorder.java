package net.taotoken.failover.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that remembers what it hears.
 */
class Recorder implements StreamingChatResponseHandler {

	final List<String> heard = new CopyOnWriteArrayList<>();

	final List<Throwable> errors = new CopyOnWriteArrayList<>();

	@SuppressWarnings("NullAway.Init")
	volatile ChatResponse response;

	@SuppressWarnings("NullAway.Init")
	volatile StreamingHandle handle;

	private final CountDownLatch first = new CountDownLatch(1);

	private final CountDownLatch ended = new CountDownLatch(1);

	@Override
	public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
		hear("text:" + part.text(), context.streamingHandle());
	}

	@Override
	public void onPartialThinking(PartialThinking part, PartialThinkingContext context) {
		hear("thinking:" + part.text(), context.streamingHandle());
	}

	@Override
	public void onPartialToolCall(PartialToolCall part, PartialToolCallContext context) {
		hear("part:" + part.index() + ":" + part.id() + ":" + part.name() + ":" + part.partialArguments(),
				context.streamingHandle());
	}

	private void hear(String what, StreamingHandle handle) {
		this.handle = handle;
		this.heard.add(what);
		this.first.countDown();
	}

	@Override
	public void onCompleteToolCall(CompleteToolCall call) {
		this.heard.add("call:" + call.index() + ":" + call.toolExecutionRequest().id() + ":"
				+ call.toolExecutionRequest().name() + ":" + call.toolExecutionRequest().arguments());
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		this.response = response;
		this.heard.add("complete");
		this.ended.countDown();
	}

	@Override
	public void onError(Throwable error) {
		this.errors.add(error);
		this.heard.add("error:" + error.getClass().getSimpleName());
		this.ended.countDown();
	}

	Recorder awaitFirst() {
		return await(this.first);
	}

	Recorder awaitEnd() {
		return await(this.ended);
	}

	boolean hasEndedWithin(Duration time) throws InterruptedException {
		return this.ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
	}

	private Recorder await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).as("heard only " + this.heard).isTrue();
			return this;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
