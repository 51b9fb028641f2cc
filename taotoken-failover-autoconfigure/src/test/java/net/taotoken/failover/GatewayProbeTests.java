package net.taotoken.failover;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.ManualTime;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GatewayProbe}, over real sockets.
 */
class GatewayProbeTests {

	private static final AttemptTimeouts TIMEOUTS = new AttemptTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(5));

	private static final Fault OVERLOADED = Fault.of(FaultKind.OVERLOADED);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void modelIsFoundBackWhileAnotherAnswers(boolean streamed) throws Exception {
		try (ModelServer server = new ModelServer().streams("a", "from a").streams("b", "from b");
				TemplateOver over = new TemplateOver(server)) {
			TaotokenTemplate template = over.models("a", "b");
			over.tracker.of("a").coolDown(OVERLOADED, Duration.ofNanos(1));
			CountDownLatch back = over.tracker.nextChange();
			assertThat(ask(template, streamed)).isEqualTo("from b");
			assertThat(back.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(ask(template, streamed)).isEqualTo("from a");
			String probe = server.requests()
				.stream()
				.filter((request) -> request.contains("ping"))
				.findAny()
				.orElseThrow();
			assertThat(probe).contains("\"max_tokens\":1").doesNotContain("secret").contains("\"model\":\"a\"");
			assertThat(server.requests()).hasSize(3);
		}
	}

	private static String ask(TaotokenTemplate template, boolean streamed) {
		ChatCompletionRequest request = ChatCompletionRequest.builder().message(ChatMessage.user("my secret")).build();
		if (!streamed) {
			return String.valueOf(template.chat(request).text());
		}
		try (ChatStream stream = template.stream(request)) {
			return stream.texts().collect(Collectors.joining());
		}
	}

	@Test
	void probeBreaksOffAtTheFirstToken() throws Exception {
		try (ModelServer server = new ModelServer().sendsAndStalls("a", ModelServer.SSE, ModelServer.words("a", "x"))) {
			ask(server, model(Map.of()), Habit.UNKNOWN);
			for (int i = 0; i < 200 && server.abandoned() == 0; i++) {
				TimeUnit.MILLISECONDS.sleep(50);
			}
			assertThat(server.abandoned()).isOne();
		}
	}

	@Test
	void modelThatDoesNotStreamIsAskedInOnePiece() throws Exception {
		try (ModelServer server = new ModelServer().sends("a", ModelServer.whole("a", "x"))) {
			ask(server, model(Map.of()), Habit.REFUSES);
			assertThat(server.requests().get(0)).doesNotContain("stream");
		}
	}

	@Test
	void modelIsToldWhatItIsAlwaysToldButForTheLength() throws Exception {
		try (ModelServer server = new ModelServer().streams("a", "x")) {
			ask(server, model(Map.of("max_tokens", 4000, "n", 3, "provider", "p")), Habit.UNKNOWN);
			ask(server, model(Map.of("max_completion_tokens", 4000)), Habit.UNKNOWN);
			assertThat(server.requests().get(0)).contains("\"max_tokens\":1")
				.contains("\"n\":1")
				.contains("\"provider\":\"p\"");
			assertThat(server.requests().get(1)).contains("\"max_completion_tokens\":1")
				.doesNotContain("\"max_tokens\"");
		}
	}

	@Test
	void whatTheModelAnswersInsteadIsThrown() throws Exception {
		try (ModelServer server = new ModelServer().sends("a",
				RawServer.response("503 Service Unavailable", "", "Connection: close"))) {
			assertThatExceptionOfType(GatewayException.class)
				.isThrownBy(() -> ask(server, model(Map.of()), Habit.UNKNOWN))
				.satisfies((exception) -> assertThat(exception.fault().kind()).isEqualTo(FaultKind.OVERLOADED));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void modelWhoseStreamsAreSilentIsAskedInOnePieceAndCallsKnow() throws Exception {
		ManualTime time = new ManualTime();
		StreamingHabits habits = new StreamingHabits(time);
		SilentStreams silent = new SilentStreams(habits, time);
		try (ModelServer server = new ModelServer().does("a", RawServer.Connection::stall)
			.does("a", RawServer.Connection::stall)
			.does("a", (connection) -> {
				time.advance(Duration.ofSeconds(1));
				connection.send(ModelServer.whole("a", "x"));
			}); GatewayClient client = TestClients.at(server.url(), TimeSource.system()::instant)) {
			GatewayProbe probe = new GatewayProbe(GatewayClients.of(client), true, habits, silent);
			Model quick = Model.of("a",
					new AttemptTimeouts(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(20)));
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> probe.ask(quick));
				time.advance(Duration.ofSeconds(5));
			}
			probe.ask(quick);
			assertThat(habits.of("a")).isEqualTo(Habit.STREAMS_SILENTLY);
			assertThat(server.requests()).extracting(ModelServer::isStreamed).containsExactly(true, true, false);
		}
	}

	private static void ask(ModelServer server, Model model, Habit habit) {
		StreamingHabits habits = new StreamingHabits(TimeSource.system());
		habits.learn("a", habit);
		try (GatewayClient client = TestClients.at(server.url(), TimeSource.system()::instant)) {
			new GatewayProbe(GatewayClients.of(client), true, habits, new SilentStreams(habits, TimeSource.system()))
				.ask(model);
		}
	}

	private static Model model(Map<String, Object> parameters) {
		return Model.builder("a").parameters(parameters).timeouts(TIMEOUTS).build();
	}

}
