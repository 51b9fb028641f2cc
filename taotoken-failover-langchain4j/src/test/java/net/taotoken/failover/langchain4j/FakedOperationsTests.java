package net.taotoken.failover.langchain4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelCall;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that tests its AI services without a gateway.
 */
class FakedOperationsTests {

	interface Assistant {

		Result<String> ask(String question);

		TokenStream stream(String question);

	}

	static class Clock {

		int asked;

		@Tool
		String now() {
			this.asked++;
			return "noon";
		}

	}

	@Test
	void toolLoopRunsOverAFake() {
		Clock clock = new Clock();
		Assistant assistant = AiServices.builder(Assistant.class)
			.chatModel(new TaotokenChatModel(fakeWithToolLoop()))
			.tools(clock)
			.build();
		Result<String> result = assistant.ask("What time is it?");
		assertThat(result.content()).isEqualTo("Noon");
		assertThat(result.tokenUsage().totalTokenCount()).isEqualTo(18);
		assertThat(clock.asked).isOne();
	}

	@Test
	void streamedToolLoopRunsOverAFake() {
		Clock clock = new Clock();
		Assistant assistant = AiServices.builder(Assistant.class)
			.streamingChatModel(new TaotokenStreamingChatModel(fakeWithToolLoop()))
			.tools(clock)
			.build();
		List<String> parts = new ArrayList<>();
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();
		assistant.stream("What time is it?")
			.onPartialResponse(parts::add)
			.onCompleteResponse(response::complete)
			.onError(response::completeExceptionally)
			.start();
		assertThat(response.orTimeout(20, TimeUnit.SECONDS).join().tokenUsage().totalTokenCount()).isEqualTo(18);
		assertThat(parts).containsExactly("Noon");
		assertThat(clock.asked).isOne();
	}

	@Test
	void cancellationIsSeenByAFake() throws Exception {
		Endless chunks = new Endless();
		Fake fake = new Fake() {

			@Override
			public ChatStream stream(ChatCompletionRequest request) {
				return ChatStream.of("fake", List.of(), chunks);
			}

		};
		Recorder recorder = new Recorder();
		new TaotokenStreamingChatModel(fake).chat("Hi", recorder);
		recorder.awaitFirst();
		recorder.handle.cancel();
		assertThat(chunks.closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(recorder.heard).doesNotContain("complete");
	}

	private static Fake fakeWithToolLoop() {
		ChatMessage call = ChatMessage.assistant(List.of(ToolCall.function("t-1", "now", "{}")));
		return new Fake(ChatCompletion.of("fake", call, TokenUsage.of(10, 2)),
				ChatCompletion.of("fake", ChatMessage.assistant("Noon"), TokenUsage.of(5, 1)));
	}

	private static class Fake implements TaotokenOperations {

		private final Deque<ChatCompletion> answers;

		Fake(ChatCompletion... answers) {
			this.answers = new ArrayDeque<>(List.of(answers));
		}

		@Override
		public String chat(String question) {
			return requireNonNull(chat(ChatCompletionRequest.of(question)).text());
		}

		@Override
		public ChatCompletion chat(ChatCompletionRequest request) {
			return this.answers.remove();
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

	private static final class Endless implements Iterator<ChatCompletionChunk>, AutoCloseable {

		private final CountDownLatch closed = new CountDownLatch(1);

		@Override
		public boolean hasNext() {
			return true;
		}

		@Override
		public ChatCompletionChunk next() {
			if (this.closed.getCount() == 0) {
				throw new IllegalStateException("closed");
			}
			return ChatCompletion.of("fake", "Hel").toChunks().get(0);
		}

		@Override
		public void close() {
			this.closed.countDown();
		}

	}

}
