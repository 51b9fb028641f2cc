package net.taotoken.failover.springai;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import net.taotoken.failover.ModelServer;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.ModelState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.finish;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link TaotokenChatModel}: what goes wrong on the wire, call by call and
 * stream by stream.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChatModelFailoverTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Prompt PROMPT = new Prompt("a question that is nobody's business");

	private static final String ERROR_EVENT = "data: {\"error\":{\"message\":\"The engine is overloaded\","
			+ "\"type\":\"server_error\",\"code\":\"overloaded\"}}\n\n";

	private final ModelServer server = new ModelServer();

	private final ChatModelOver over = new ChatModelOver(this.server);

	@AfterEach
	void close() throws IOException {
		this.over.close();
		this.server.close();
	}

	static Stream<Arguments> faultsBeforeTheFirstToken() {
		return Stream.of( //
				fault("a 429 that asks for a long wait",
						(server) -> server.sends("a",
								error("429 Too Many Requests", "rate_limit_exceeded", "Retry-After: 60")),
						FaultKind.RATE_LIMITED), //
				fault("a 503", (server) -> server.sends("a", error("503 Service Unavailable", "server_is_overloaded")),
						FaultKind.OVERLOADED), //
				fault("a hang", (server) -> server.sendsAndStalls("a", SSE, role("a")), FaultKind.TIMEOUT), //
				fault("an error in a stream", (server) -> server.sends("a", SSE, role("a"), ERROR_EVENT),
						FaultKind.OVERLOADED));
	}

	private static Arguments fault(String name, Consumer<ModelServer> script, FaultKind kind) {
		return arguments(name, script, kind);
	}

	private static String error(String status, String code, String... headers) {
		String[] all = Stream.concat(Stream.of(headers), Stream.of("Connection: close")).toArray(String[]::new);
		return RawServer.response(status,
				"{\"error\":{\"message\":\"Come back later\",\"type\":\"requests\",\"code\":\"" + code + "\"}}", all);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("faultsBeforeTheFirstToken")
	void callIsAnsweredByTheNextModel(String name, Consumer<ModelServer> script, FaultKind kind) {
		script.accept(this.server);
		this.server.streams("b", "well ", "then");
		ChatResponse response = this.over.model().call(PROMPT);
		assertThat(response.getResult().getOutput().getText()).isEqualTo("well then");
		assertThat(TaotokenResponse.model(response)).isEqualTo("b");
		assertThat(TaotokenResponse.attempts(response)).first()
			.extracting((attempt) -> attempt.fault().kind())
			.isEqualTo(kind);
		assertThat(this.server.asked()).endsWith("b").hasSize(TaotokenResponse.attempts(response).size());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("faultsBeforeTheFirstToken")
	void streamIsAnsweredByTheNextModel(String name, Consumer<ModelServer> script, FaultKind kind) {
		script.accept(this.server);
		this.server.streams("b", "well ", "then");
		List<ChatResponse> responses = this.over.model().stream(PROMPT).collectList().block(LONG);
		assertThat(texts(responses)).containsExactly("well ", "then", "");
		ChatResponse last = responses.get(responses.size() - 1);
		assertThat(TaotokenResponse.model(last)).isEqualTo("b");
		assertThat(TaotokenResponse.attempts(last)).first()
			.extracting((attempt) -> attempt.fault().kind())
			.isEqualTo(kind);
		assertThat(this.server.asked()).endsWith("b").hasSize(TaotokenResponse.attempts(last).size());
	}

	@Test
	void callIsRepairedWhenAnAnswerBreaks() {
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		this.server.streams("b", "all");
		assertThat(this.over.model().call(PROMPT).getResult().getOutput().getText()).isEqualTo("all");
	}

	@Test
	void streamThatEndsWithoutAnEndIsAnError() {
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		this.server.streams("b", "all");
		List<ChatResponse> read = new CopyOnWriteArrayList<>();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.over.model().stream(PROMPT).doOnNext(read::add).blockLast(LONG))
			.satisfies((ex) -> {
				assertThat(ex.model()).isEqualTo("a");
				assertThat(ex.text()).isEqualTo("half");
				assertThat(ex.attempts()).hasSize(1);
			});
		assertThat(texts(read)).containsExactly("half");
		assertThat(read).allMatch((response) -> response.getResult().getMetadata().getFinishReason() == null);
		assertThat(this.server.asked()).containsExactly("a");
	}

	@Test
	void errorAfterTheFirstTokenIsAnErrorOfTheStream() {
		this.server.sends("a", SSE, role("a"), words("a", "half"), ERROR_EVENT);
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.over.model().stream(PROMPT).blockLast(LONG))
			.extracting((ex) -> ex.fault().kind())
			.isEqualTo(FaultKind.OVERLOADED);
	}

	@Test
	void wrongRequestIsAskedOfTwoModelsAtMost() {
		String refusal = RawServer.response("400 Bad Request",
				"{\"error\":{\"message\":\"Invalid 'messages[0]'\",\"type\":\"invalid_request_error\",\"code\":null}}",
				"Connection: close");
		this.server.sends("a", refusal).sends("b", refusal);
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> this.over.model().call(PROMPT))
			.satisfies((ex) -> {
				assertThat(ex.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
				assertThat(ex.retryAfter()).isNull();
			});
		assertThat(this.server.asked()).hasSizeBetween(1, 2);
		int asked = this.server.asked().size();
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> this.over.model().stream(PROMPT).blockLast(LONG));
		assertThat(this.server.asked()).hasSizeBetween(asked + 1, asked + 2);
	}

	@Test
	void failureTellsAllAttemptsAndNothingOfThePrompt(CapturedOutput output) {
		String down = error("503 Service Unavailable", "server_is_overloaded");
		this.server.sends("a", down).sends("b", down);
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> this.over.model().call(PROMPT))
			.satisfies((ex) -> {
				assertThat(ex.attempts()).extracting(Attempt::model).contains("a", "b");
				assertThat(ex).hasStackTraceContaining("FailoverException");
				assertThat(ex.toString()).doesNotContain("nobody's business");
			});
		assertThat(output).doesNotContain("nobody's business").doesNotContain("ERROR");
	}

	@Test
	void cancellationFreesTheConnectionAndHarmsNobodysHealth() {
		this.server.sendsAndStalls("a", SSE, role("a"), words("a", "half"));
		List<Throwable> dropped = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			List<ChatResponse> read = new CopyOnWriteArrayList<>();
			Disposable subscription = this.over.model().stream(PROMPT).subscribe(read::add);
			Awaitility.await().until(() -> !read.isEmpty());
			subscription.dispose();
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.server.abandoned() == 1);
			assertThat(this.over.templates.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
			assertThat(this.over.templates.tracker.snapshot("a").errors()).isZero();
			assertThat(dropped).isEmpty();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
	}

	@Test
	void cancellationBeforeTheFirstTokenFreesTheConnection() {
		this.over.templates.timeouts(30_000, 30_000, 30_000);
		this.server.sendsAndStalls("a", SSE, role("a"));
		Disposable subscription = this.over.model().stream(PROMPT).subscribe();
		Awaitility.await().until(() -> !this.server.asked().isEmpty());
		subscription.dispose();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.server.abandoned() == 1);
		assertThat(this.server.asked()).containsExactly("a");
	}

	@Test
	void readerThatHasEnoughFreesTheConnection() {
		this.server.sendsAndStalls("a", SSE, role("a"), words("a", "one", "two"));
		assertThat(this.over.model().stream(PROMPT).next().block(LONG)).isNotNull();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.server.abandoned() == 1);
	}

	@Test
	void manyStreamsAreReadAtOnce() {
		int many = 200;
		this.over.templates.timeouts(20_000, 20_000, 20_000);
		this.server.streams("a", "all ", "of ", "it");
		TaotokenChatModel model = this.over.model();
		List<String> texts = Flux.range(0, many)
			.flatMap((call) -> model.stream(PROMPT)
				.map((response) -> response.getResult().getOutput().getText())
				.reduce("", String::concat), many)
			.collectList()
			.block(Duration.ofSeconds(60));
		assertThat(texts).hasSize(many).containsOnly("all of it");
		assertThat(this.server.asked()).hasSize(many);
	}

	@Test
	void wholeDeliveryRepairsTheBreakUnseen() {
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		this.server.streams("b", "all");
		List<ChatResponse> responses = this.over.model((builder) -> builder.delivery(StreamDelivery.WHOLE))
			.stream(PROMPT)
			.collectList()
			.block(LONG);
		assertThat(texts(responses)).containsExactly("all", "");
		assertThat(TaotokenResponse.attempts(responses.get(1))).hasSizeGreaterThan(1)
			.last()
			.extracting(Attempt::model)
			.isEqualTo("b");
	}

	@Test
	void answerThatBeginsAgainIsNotMixedWithTheFirst() {
		this.over.templates.restarting();
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		this.server.streams("b", "all");
		assertThatIllegalStateException().isThrownBy(() -> this.over.model().stream(PROMPT).blockLast(LONG))
			.withMessageContaining("taotoken.stream.on-interruption=fail");
	}

	@Test
	void usageAndEndComeOnceInTheLastResponse() {
		this.server.streams("a", "one ", "two");
		List<ChatResponse> responses = this.over.model().stream(PROMPT).collectList().block(LONG);
		assertThat(responses).extracting((response) -> response.getMetadata().getUsage().getTotalTokens())
			.containsExactly(0, 0, 3);
		assertThat(responses).extracting((response) -> response.getResult().getMetadata().getFinishReason())
			.containsExactly(null, null, "STOP");
		assertThat(responses).allMatch((response) -> response.getMetadata().getModel().equals("a"));
	}

	@Test
	void answerThatWasCutByItsLengthSaysSo() {
		this.server.sends("a", SSE, role("a"), words("a", "cut"), finish("a").replace("stop", "length"));
		assertThat(this.over.model().call(PROMPT).getResult().getMetadata().getFinishReason()).isEqualTo("LENGTH");
	}

	private static List<String> texts(List<ChatResponse> responses) {
		return responses.stream().map((response) -> response.getResult().getOutput().getText()).toList();
	}

}
