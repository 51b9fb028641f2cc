package net.taotoken.fakes;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.engine.Settlement;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * An application that fakes {@link TaotokenOperations} as a whole, by public types only.
 */
class FakeEverythingTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Hi");

	private static final Attempt BUSY = Attempt.failed("a", Fault.of(FaultKind.OVERLOADED));

	@Test
	void answersTellWhoGaveThem() {
		TaotokenOperations operations = new Answering();
		assertThat(operations.chat("Hi")).isEqualTo("Hello");
		ChatCompletion completion = operations.chat(REQUEST);
		assertThat(completion.requestedModel()).isEqualTo("b");
		assertThat(completion.finishReason()).isEqualTo("stop");
		assertThat(completion.isSubstituted()).isFalse();
		assertThat(completion.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(completion.attempts()).extracting(Attempt::requests).containsExactly(1, 1);
		assertThat(operations.stream(REQUEST).complete()).isEqualTo(completion);
	}

	@Test
	void answersMayCallToolsAndCostSomething() {
		ChatMessage call = ChatMessage.assistant(List.of(ToolCall.function("t-1", "now", "{}")));
		ChatCompletion completion = ChatCompletion.of("b", call, TokenUsage.of(10, 5), BUSY);
		assertThat(completion.finishReason()).isEqualTo("tool_calls");
		assertThat(completion.usage().totalTokens()).isEqualTo(15);
		assertThat(completion.attempts()).containsExactly(BUSY);
		assertThat(ChatStream.of(completion).complete()).isEqualTo(completion);
		assertThat(ChatCompletion.of("b", ChatMessage.assistant("Hello"), null).finishReason()).isEqualTo("stop");
	}

	@Test
	void streamThatIsGivenUpClosesItsChunks() {
		Chunks chunks = new Chunks();
		try (ChatStream stream = ChatStream.of("b", List.of(), chunks)) {
			assertThat(stream.texts().findFirst()).contains("Hel");
			assertThat(chunks.closed).isFalse();
		}
		assertThat(chunks.closed).isTrue();
	}

	@Test
	void ownClientsAreAskedWithAnAttempt() {
		FailoverResult<String> result = new Answering().executeAttempts((attempt) -> {
			assertThat(attempt.responseLimit()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
			assertThat(attempt.firstTokenLimit()).isPositive();
			assertThat(attempt.isLastCandidate()).isTrue();
			assertThat(attempt.sendAgain()).isTrue();
			Settlement settlement = attempt.takeOver();
			assertThat(settlement.failed(new IOException()).kind()).isNotNull();
			settlement.succeeded();
			settlement.release();
			attempt.answerBegins();
			return attempt.model().id();
		});
		assertThat(result.answer()).isEqualTo("b");
		assertThat(result.model().id()).isEqualTo("b");
		assertThat(result.attempts()).hasSize(2);
		assertThat(new Answering().<String>execute((model) -> model + "!")).isEqualTo("b!");
	}

	@Test
	void failuresAreThoseThatCallersHandle() {
		TaotokenOperations operations = new Failing();
		FailoverException failure = catchThrowableOfType(FailoverException.class, () -> operations.chat(REQUEST));
		assertThat(failure.fault().kind()).isEqualTo(FaultKind.OVERLOADED);
		assertThat(failure.retryAfter()).hasSeconds(30);
		assertThat(failure.attempts()).containsExactly(BUSY);
		assertThat(failure.route()).isEqualTo("default");
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> operations.stream(REQUEST).complete())
			.satisfies((broken) -> assertThat(broken.text()).isEqualTo("Hel"))
			.withCauseInstanceOf(GatewayException.class);
	}

	private static class Answering implements TaotokenOperations {

		@Override
		public String chat(String question) {
			return "Hello";
		}

		@Override
		public ChatCompletion chat(ChatCompletionRequest request) {
			return ChatCompletion.of("b", "Hello", BUSY, new Attempt("b", null, BUSY.startedAt(), Duration.ZERO));
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
			try {
				return FailoverResult.of(modelCall.ask(ModelAttempt.of("b")), "b", BUSY);
			}
			catch (Exception ex) {
				throw FailoverException.of(Fault.of(FaultKind.UNKNOWN), Duration.ZERO);
			}
		}

		@Override
		public TaotokenOperations route(String name) {
			return this;
		}

	}

	private static final class Chunks implements Iterator<ChatCompletionChunk>, AutoCloseable {

		private boolean closed;

		@Override
		public boolean hasNext() {
			return true;
		}

		@Override
		public ChatCompletionChunk next() {
			return ChatCompletion.of("b", "Hel").toChunks().get(0);
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	private static final class Failing extends Answering {

		@Override
		public ChatCompletion chat(ChatCompletionRequest request) {
			throw FailoverException.of(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(30), BUSY);
		}

		@Override
		public ChatStream stream(ChatCompletionRequest request) {
			Fault fault = Fault.of(FaultKind.UNREACHABLE);
			ChatCompletionChunk first = ChatCompletion.of("b", "Hel").toChunks().get(0);
			Iterator<ChatCompletionChunk> chunks = Stream.of(1, 2).map((number) -> {
				if (number == 2) {
					throw new StreamInterruptedException("b", fault, List.of(BUSY, Attempt.failed("b", fault)), "Hel",
							GatewayException.of("b", fault));
				}
				return first;
			}).iterator();
			return ChatStream.of("b", List.of(Attempt.answered("b")), chunks);
		}

	}

}
