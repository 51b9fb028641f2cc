package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.chat.Tool;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.time.SocketTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.finish;
import static net.taotoken.failover.ModelServer.isStreamed;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.streamed;
import static net.taotoken.failover.ModelServer.usage;
import static net.taotoken.failover.ModelServer.whole;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WholeRequest}: answers that are wanted as a whole and asked for as a
 * stream, on a raw socket.
 */
class WholeRequestTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private static final String NO_STREAMS = RawServer.response("400 Bad Request",
			"{\"error\":{\"message\":\"This model does not support streaming.\","
					+ "\"type\":\"invalid_request_error\",\"param\":\"stream\",\"code\":\"unsupported_value\"}}",
			"Connection: close");

	private static final String REFUSED = RawServer.response("400 Bad Request",
			"{\"error\":{\"message\":\"Incremental delivery is switched off for this deployment\"}}",
			"Connection: close");

	private final SocketTime time = new SocketTime();

	private final ModelServer server = new ModelServer(this.time);

	private final TemplateOver templates = new TemplateOver(this.server, this.time);

	@AfterEach
	void close() throws IOException {
		this.templates.close();
		this.server.close();
	}

	@Test
	void answerIsTheSameAsInOnePiece() {
		this.server.replies("a", streamed("a", "all ", "of it"), whole("a", "all of it"));
		ChatCompletion byStream = template("a").chat(REQUEST);
		ChatCompletion inOnePiece = this.templates.inOnePiece().models("a").chat(REQUEST);
		assertThat(this.server.requests()).hasSize(2)
			.satisfiesOnlyOnce((request) -> assertThat(isStreamed(request)).isTrue());
		assertThat(byStream.withRequest(null, List.of())).isEqualTo(inOnePiece.withRequest(null, List.of()));
	}

	@Test
	void wishesForStreamsDoNotKeepTheUsageFromAnAnswerThatIsNone() {
		this.server.streams("a", "all");
		template("a")
			.chat(ChatCompletionRequest.builder().user("?").streamOptions(new StreamOptions(false, Map.of())).build());
		assertThat(this.server.requests().get(0)).contains("\"include_usage\":true");
	}

	@Test
	void answerThatIsBeingWrittenIsNotCutByAnyOtherLimitThanThatOfASilence() {
		this.server.does("a", (connection) -> {
			connection.send(SSE + role("a"));
			for (int i = 0; i < 6; i++) {
				connection.send(words("a", "word "));
				connection.pause(Duration.ofMillis(500));
			}
			connection.send(finish("a") + usage("a") + "data: [DONE]\n\n");
		});
		ChatCompletion completion = this.templates.timeouts(2000, 20_000, 2000)
			.route((route) -> route.withTotalTimeout(Duration.ofSeconds(2)))
			.models("a", "b")
			.chat(REQUEST);
		assertThat(completion.text()).isEqualTo("word ".repeat(6));
		assertThat(completion.attempts()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answerThatBreaksAfterTheTotalOfTheCallIsGivenByAnotherModel(boolean hedged) {
		this.server.does("a", (connection) -> {
			connection.send(SSE + role("a"));
			for (int i = 0; i < 10; i++) {
				connection.send(words("a", "half "));
				connection.pause(Duration.ofMillis(200));
			}
			connection.reset();
		});
		this.server.streams("b", "whole");
		if (hedged) {
			this.templates.hedged(Duration.ofMillis(500));
		}
		ChatCompletion completion = this.templates
			.route((route) -> route.withTotalTimeout(Duration.ofSeconds(1)).withRetry(retries(1, 6)))
			.models("a", "b")
			.chat(REQUEST);
		assertThat(completion.text()).isEqualTo("whole");
		assertThat(completion.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(completion.attempts().get(0).duration()).isGreaterThan(Duration.ofSeconds(1));
	}

	@Test
	void modelThatFallsSilentInItsAnswerIsLeft() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		this.server.streams("b", "whole");
		ChatCompletion completion = this.templates.timeouts(400, 400, 5000).models("a", "b").chat(REQUEST);
		assertThat(completion.text()).isEqualTo("whole");
		assertThat(requireNonNull(completion.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.TIMEOUT);
	}

	@Test
	void modelThatAnswersInOnePieceWhateverItIsAskedHasTheTimeForThatFromThenOn() {
		this.server.replies("a", whole("a", "quick"), whole("a", "quick"));
		this.server.does("a", (connection) -> {
			connection.pause(Duration.ofMillis(1500));
			connection.send(whole("a", "slow"));
		});
		this.server.streams("b", "b");
		TaotokenTemplate template = this.templates.timeouts(500, 500, 5000).models("a", "b");
		assertThat(template.chat(REQUEST).text()).isEqualTo("quick");
		assertThat(template.chat(REQUEST).text()).isEqualTo("slow");
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false);
	}

	@Test
	void modelWhoseServerFailsAtStreamsOnlyIsAskedInOnePiece() {
		String failure = RawServer.response("500 Internal Server Error", "{\"error\":{\"message\":\"oops\"}}",
				"Connection: close");
		this.server.replies("a", failure, whole("a", "whole"));
		TaotokenTemplate template = template("a");
		assertThat(template.chat(REQUEST).text()).isEqualTo("whole");
		assertThat(template.chat(REQUEST).text()).isEqualTo("whole");
		assertThat(template.chat(REQUEST).attempts()).hasSize(1);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed)
			.containsExactly(true, false, true, false, false);
	}

	@Test
	void streamThatIsCutByAnythingOnTheWayIsRepeatedInOnePiece() {
		this.server.replies("a", SSE + words("a", "half"), whole("a", "whole"));
		assertThat(template("a").chat(REQUEST).text()).isEqualTo("whole");
	}

	@Test
	void modelThatRefusesToStreamIsAskedAgainAtOnceInOnePieceAndFromThenOn() {
		this.server.replies("a", NO_STREAMS, whole("a", "whole"));
		TaotokenTemplate template = template("a", "b");
		ChatCompletion completion = template.chat(REQUEST);
		assertThat(completion.text()).isEqualTo("whole");
		assertThat(completion.attempts()).extracting(Attempt::model).containsExactly("a", "a");
		assertThat(requireNonNull(completion.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.UNSUPPORTED);
		assertThat(template.chat(REQUEST).attempts()).hasSize(1);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false, false);
		assertThat(this.templates.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void modelThatRefusesInUnknownWordsIsAskedInOnePieceWhenThereIsNobodyElse() {
		this.server.replies("a", REFUSED, whole("a", "whole"));
		TaotokenTemplate template = template("a");
		assertThat(template.chat(REQUEST).text()).isEqualTo("whole");
		assertThat(template.chat(REQUEST).attempts()).hasSize(1);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false, false);
	}

	@ParameterizedTest
	@CsvSource({ "1, 6", "2, 1", "1, 1" })
	void modelThatRefusesToStreamFailsNoCallHoweverFewAttemptsItMayMake(int maxAttempts, int maxTotalAttempts) {
		for (String refusal : List.of(NO_STREAMS, REFUSED)) {
			String model = refusal.equals(REFUSED) ? "words" : "code";
			this.server.replies(model, refusal, whole(model, "whole"));
			TaotokenTemplate template = this.templates
				.route((route) -> route.withRetry(retries(maxAttempts, maxTotalAttempts)))
				.models(model);
			assertThat(template.chat(REQUEST).attempts()).hasSize(2);
			assertThat(template.chat(REQUEST).attempts()).hasSize(1);
		}
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed)
			.containsExactly(true, false, false, true, false, false);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 3600 })
	void modelThatRefusesToStreamComesBackAfterAnOutage(long secondsLeft) {
		this.server.replies("a", NO_STREAMS, whole("a", "whole"));
		this.templates.tracker.of("a").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(secondsLeft));
		assertThat(template("a").chat(REQUEST).text()).isEqualTo("whole");
		assertThat(this.templates.tracker.snapshot("a").isHealthy()).isTrue();
	}

	@Test
	void modelThatOnlyStreamsIsAskedForAStreamHoweverFewAttemptsACallMayMake() {
		String onlyStreams = RawServer.response("400 Bad Request",
				"{\"error\":{\"message\":\"This model only supports streaming; set stream to true.\","
						+ "\"type\":\"invalid_request_error\",\"param\":\"stream\"}}",
				"Connection: close");
		this.server.replies("a", streamed("a", "streamed"), onlyStreams);
		TaotokenTemplate template = this.templates.inOnePiece()
			.route((route) -> route.withRetry(retries(1, 1)))
			.models("a");
		assertThat(template.chat(REQUEST).text()).isEqualTo("streamed");
	}

	private static RetrySettings retries(int maxAttempts, int maxTotalAttempts) {
		return RetrySettings.builder().maxAttempts(maxAttempts).maxTotalAttempts(maxTotalAttempts).build();
	}

	@Test
	void gatewayThatRefusesStreamsInUnknownWordsAnswersInOnePiece() {
		this.server.replies("a", REFUSED, whole("a", "whole a"));
		this.server.replies("b", REFUSED, whole("b", "whole b"));
		TaotokenTemplate template = template("a", "b", "c");
		assertThat(template.chat(REQUEST).text()).isEqualTo("whole b");
		assertThat(template.chat(REQUEST).text()).isEqualTo("whole a");
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false, false);
	}

	@Test
	void wrongRequestIsRefusedByTwoModelsOnceEach() {
		this.server.sends("a", REFUSED).sends("b", REFUSED).sends("c", whole("c", "never"));
		FailoverException failure = catchThrowableOfType(FailoverException.class,
				() -> template("a", "b", "c").chat(REQUEST));
		assertThat(failure.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false);
	}

	@Test
	void requestThatIsWrongEitherWayIsRefusedAfterTwoQuickAnswersOfAModel() {
		this.server.replies("a", REFUSED, REFUSED);
		TaotokenTemplate template = template("a");
		FailoverException failure = catchThrowableOfType(FailoverException.class, () -> template.chat(REQUEST));
		assertThat(failure.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false);
	}

	@Test
	void wrongRequestIsAskedOnceOfAModelThatIsKnownToStream() {
		this.server.streams("a", "hello").sends("a", REFUSED);
		TaotokenTemplate template = template("a");
		template.chat(REQUEST);
		catchThrowableOfType(FailoverException.class, () -> template.chat(REQUEST));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void modelWhoseStreamsLackTheUsageIsAskedInOnePieceFromThenOn() {
		String withoutUsage = SSE + words("a", "streamed") + finish("a") + "data: [DONE]\n\n";
		this.server.replies("a", withoutUsage, whole("a", "whole"));
		TaotokenTemplate template = template("a");
		assertThat(template.chat(REQUEST).text()).isEqualTo("streamed");
		ChatCompletion second = template.chat(REQUEST);
		assertThat(second.text()).isEqualTo("whole");
		assertThat(requireNonNull(second.usage()).totalTokens()).isEqualTo(3);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false);
	}

	@Test
	void modelThatNeverTellsTheUsageIsAskedByStreamAgain() {
		String withoutUsage = SSE + words("a", "streamed") + finish("a") + "data: [DONE]\n\n";
		this.server.replies("a", withoutUsage, whole("a", "whole").replace("usage", "usual"));
		TaotokenTemplate template = template("a");
		for (int i = 0; i < 4; i++) {
			template.chat(REQUEST);
		}
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false, true, true);
	}

	@Test
	void modelThatOnlyStreamsIsAskedForAStreamWhateverIsConfigured() {
		String onlyStreams = RawServer.response("400 Bad Request",
				"{\"error\":{\"message\":\"This model only supports streaming; set stream to true.\","
						+ "\"type\":\"invalid_request_error\",\"param\":\"stream\"}}",
				"Connection: close");
		this.server.replies("a", streamed("a", "streamed"), onlyStreams);
		TaotokenTemplate template = this.templates.inOnePiece().models("a");
		assertThat(template.chat(REQUEST).text()).isEqualTo("streamed");
		assertThat(template.chat(REQUEST).attempts()).hasSize(1);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(false, true, true);
	}

	@Test
	void streamWithoutTheCallThatItAnnouncesIsRepairedInOnePiece() {
		String announced = SSE + role("a") + "data: {\"id\":\"1\",\"model\":\"a\",\"choices\":[{\"index\":0,"
				+ "\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n" + usage("a") + "data: [DONE]\n\n";
		String call = RawServer.response("200 OK",
				"{\"choices\":[{\"message\":{\"role\":\"assistant\","
						+ "\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\","
						+ "\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}",
				"Connection: close");
		this.server.replies("a", announced, call);
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.user("?")
			.tools(List.of(Tool.function("f", "does something", Map.of("type", "object"))))
			.build();
		TaotokenTemplate template = template("a");
		ChatCompletion completion = template.chat(request);
		assertThat(completion.toolCalls()).hasSize(1);
		assertThat(completion.attempts()).hasSize(2);
		assertThat(template.chat(request).attempts()).hasSize(1);
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, false, false);
	}

	@Test
	void modelWhoseStreamsAreNoAnswersIsAskedInOnePieceOnceThatIsClear() {
		this.server.replies("a", SSE + role("a") + "data: [DONE]\n\n", whole("a", "whole"));
		TaotokenTemplate template = template("a");
		for (int i = 0; i < 3; i++) {
			assertThat(template.chat(REQUEST).text()).isEqualTo("whole");
		}
		assertThat(this.server.requests()).extracting(ModelServer::isStreamed)
			.containsExactly(true, false, true, false, false);
	}

	@Test
	void modelWhoseStreamsAreSilentUntilItsAnswerIsWholeIsAskedInOnePiece() {
		this.server.replies("a", (request) -> isStreamed(request) ? RawServer.Connection::stall : slowly("a"));
		assertThat(answersOfModelWithSilentStreams(4)).containsExactly("b", "b", "slow", "slow");
		assertThat(waysOfAsking("a")).containsExactly(true, true, false, false);
	}

	@Test
	void modelThatWasSilentForAWhileOnlyIsAskedForAStreamAgain() {
		this.server.replies("a", (request) -> isStreamed(request) ? RawServer.Connection::stall
				: (connection) -> connection.send(whole("a", "quick")));
		assertThat(answersOfModelWithSilentStreams(4)).containsExactly("b", "b", "quick", "b");
		assertThat(waysOfAsking("a")).containsExactly(true, true, false, true);
	}

	@Test
	void modelThatHangsEitherWayCostsTheLongerWaitOnce() {
		this.server.does("a", RawServer.Connection::stall);
		assertThat(answersOfModelWithSilentStreams(7)).containsOnly("b");
		assertThat(waysOfAsking("a")).containsExactly(true, true, false, true, true, true, true);
	}

	@Test
	void modelThatHangsInOnePieceLaterIsAskedForAStreamAgain() {
		this.server.does("a", RawServer.Connection::stall)
			.does("a", RawServer.Connection::stall)
			.does("a", slowly("a"));
		this.server.does("a", RawServer.Connection::stall);
		assertThat(answersOfModelWithSilentStreams(6)).containsExactly("b", "b", "slow", "b", "b", "b");
		assertThat(waysOfAsking("a")).containsExactly(true, true, false, false, true, true);
	}

	@Test
	void failureThatTellsNothingOfTheSilenceIsNoReasonToAskForAStreamAgain() {
		String failure = RawServer.response("404 Not Found", "{\"error\":{\"message\":\"The model does not exist\","
				+ "\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}", "Connection: close");
		this.server.does("a", RawServer.Connection::stall).does("a", RawServer.Connection::stall);
		this.server.sends("a", failure).does("a", slowly("a"));
		assertThat(answersOfModelWithSilentStreams(4)).containsExactly("b", "b", "b", "slow");
		assertThat(waysOfAsking("a")).containsExactly(true, true, false, false);
	}

	@Test
	void silenceForWhichTheCallHadNoTimeTellsNothing() {
		this.server.does("a", RawServer.Connection::stall).does("b", RawServer.Connection::stall);
		this.templates.route((route) -> withoutCoolDowns(route).withTotalTimeout(Duration.ofMillis(900)));
		TaotokenTemplate template = this.templates.timeouts(600, 5000, 800).models("a", "b");
		for (int call = 0; call < 2; call++) {
			catchThrowableOfType(FailoverException.class, () -> template.chat(REQUEST));
		}
		ChatCompletionRequest requestOfB = ChatCompletionRequest.builder().models("b").user("?").build();
		catchThrowableOfType(FailoverException.class, () -> template.chat(requestOfB));
		assertThat(waysOfAsking("b")).containsExactly(true, true, true);
	}

	/** Answers after more time than a first token may take. */
	private static RawServer.Script slowly(String model) {
		return (connection) -> {
			connection.pause(Duration.ofMillis(800));
			connection.send(whole(model, "slow"));
		};
	}

	private List<String> answersOfModelWithSilentStreams(int calls) {
		this.server.streams("b", "b");
		TaotokenTemplate template = this.templates.route(WholeRequestTests::withoutCoolDowns)
			.probedByCalls()
			.timeouts(400, 5000, 2000)
			.models("a", "b");
		return Stream.generate(() -> template.chat(REQUEST).text()).limit(calls).toList();
	}

	private static Route withoutCoolDowns(Route route) {
		FaultPolicies faults = route.faults();
		for (FaultKind kind : List.of(FaultKind.TIMEOUT, FaultKind.MODEL_UNAVAILABLE)) {
			faults = faults.with(kind,
					new FaultPolicy(Reaction.SWITCH, Reaction.SWITCH, Duration.ZERO, Duration.ZERO, null));
		}
		return route.withFaults(faults);
	}

	private List<Boolean> waysOfAsking(String model) {
		return this.server.requests()
			.stream()
			.filter((request) -> request.contains("\"model\":\"" + model + "\""))
			.map(ModelServer::isStreamed)
			.toList();
	}

	@Test
	void modelThatIsWritingIsNotHedged() {
		this.server.streams("a", "warm").does("a", (connection) -> {
			connection.send(SSE + role("a"));
			for (int i = 0; i < 6; i++) {
				connection.send(words("a", "word "));
				connection.pause(Duration.ofMillis(500));
			}
			connection.send(finish("a") + usage("a") + "data: [DONE]\n\n");
		});
		this.server.streams("b", "b");
		TaotokenTemplate template = this.templates.hedged(Duration.ofSeconds(2)).models("a", "b");
		template.chat(REQUEST);
		ChatCompletion completion = template.chat(REQUEST);
		assertThat(completion.text()).isEqualTo("word ".repeat(6));
		assertThat(completion.attempts()).hasSize(1);
	}

	@Test
	void manySmallChunksAreOneText() {
		this.server.does("a", (connection) -> {
			connection.send(SSE);
			String many = words("a", "word ").repeat(100);
			for (int i = 0; i < 100; i++) {
				connection.send(many);
			}
			connection.send(finish("a") + usage("a") + "data: [DONE]\n\n");
		});
		List<String> texts = template("a").stream(REQUEST, StreamDelivery.WHOLE).texts().toList();
		assertThat(texts).containsExactly("word ".repeat(10_000));
	}

	private TaotokenTemplate template(String... models) {
		return this.templates.models(models);
	}

}
