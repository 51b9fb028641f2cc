package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Connection;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.SocketTime;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.streamed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits that learn, over real sockets, by default 10 s at first and between 3.3 s and 60
 * s, and models that think for 25 s.
 */
class LearntLimitsTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private static final Duration THINKING = Duration.ofSeconds(25);

	private static final Duration COOL_DOWN = Duration.ofNanos(1);

	private final SocketTime time = new SocketTime();

	private final ModelServer server = new ModelServer(this.time);

	private final TemplateOver templates = new TemplateOver(this.server, this.time).timeouts(10_000, 30_000, 60_000)
		.learning(3333, 60_000);

	@AfterEach
	void close() throws IOException {
		this.templates.close();
		this.server.close();
	}

	/**
	 * What a model shows while it thinks.
	 */
	enum Sign {

		HEADERS {

			@Override
			void think(Connection connection) throws IOException, InterruptedException {
				connection.send(SSE);
				connection.pause(THINKING);
				connection.send(streamed("a", "thought").substring(SSE.length()));
			}

		},

		KEEP_ALIVES {

			@Override
			void think(Connection connection) throws IOException, InterruptedException {
				connection.send(SSE);
				for (int i = 0; i < 10; i++) {
					connection.send(": keep-alive\n\n");
					connection.pause(THINKING.dividedBy(10));
				}
				connection.send(streamed("a", "thought").substring(SSE.length()));
			}

		},

		ROLE {

			@Override
			void think(Connection connection) throws IOException, InterruptedException {
				connection.send(SSE + role("a"));
				connection.pause(THINKING);
				connection.send(streamed("a", "thought").substring(SSE.length()));
			}

		},

		NONE {

			@Override
			void think(Connection connection) throws IOException, InterruptedException {
				connection.pause(THINKING);
				connection.send(streamed("a", "thought"));
			}

		};

		abstract void think(Connection connection) throws IOException, InterruptedException;

	}

	@ParameterizedTest
	@EnumSource
	void modelThatThinksAnswersFromTheSecondCallOn(Sign sign) {
		this.server.does("a", sign::think).streams("b", "quick");
		TaotokenTemplate template = this.templates.models("a", "b");
		assertThat(template.chat(REQUEST).text()).isEqualTo("quick");
		this.templates.tracker.of("a").putBack();
		for (int call = 0; call < 3; call++) {
			assertThat(template.chat(REQUEST).text()).isEqualTo("thought");
		}
		assertThat(this.server.asked()).containsExactly("a", "b", "a", "a", "a");
		assertThat(this.server.requests()).allMatch(ModelServer::isStreamed);
	}

	@ParameterizedTest
	@EnumSource
	void modelThatThinksAnswersStreamsFromTheSecondOn(Sign sign) {
		this.server.does("a", sign::think).streams("b", "quick");
		TaotokenTemplate template = this.templates.models("a", "b");
		assertThat(stream(template)).isEqualTo("quick");
		this.templates.tracker.of("a").putBack();
		assertThat(stream(template)).isEqualTo("thought");
		assertThat(template.chat(REQUEST).text()).isEqualTo("thought");
	}

	@Test
	void modelThatWasQuickAndBeginsToThinkIsFoundOutByItsStatus() {
		for (int call = 0; call < 20; call++) {
			this.server.streams("a", "quick");
		}
		this.server.does("a", Sign.HEADERS::think).streams("b", "b");
		TaotokenTemplate template = this.templates.models("a", "b");
		for (int call = 0; call < 20; call++) {
			assertThat((call % 2 == 0) ? stream(template) : template.chat(REQUEST).text()).isEqualTo("quick");
		}
		assertThat(this.templates.tracker.of("a").firstTokenLimits(timeouts("a")))
			.containsOnlyKeys("requests below 4 kB");
		List<@Nullable String> answers = new ArrayList<>();
		for (int call = 0; call < 3; call++) {
			this.templates.tracker.of("a").putBack();
			answers.add(template.chat(REQUEST).text());
		}
		assertThat(answers).containsExactly("b", "b", "thought");
	}

	private AttemptTimeouts timeouts(String model) {
		return this.templates.models(model).executeAttempts((attempt) -> attempt.model().timeouts()).answer();
	}

	@ParameterizedTest
	@EnumSource
	void probeFindsThatItIsBackHoweverLongItThinks(Sign sign) {
		this.server.does("a", sign::think).streams("b", "quick");
		TaotokenTemplate template = this.templates.route(LearntLimitsTests::almostWithoutCoolDown).models("a", "b");
		assertThat(template.chat(REQUEST).text()).isEqualTo("quick");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			this.time.advance(COOL_DOWN);
			return template.chat(REQUEST).text();
		}, "thought"::equals);
		assertThat(this.server.requests().stream().filter((request) -> request.contains("ping")))
			.as("the first one was cut")
			.hasSize(2);
	}

	private static Route almostWithoutCoolDown(Route route) {
		FaultPolicy policy = route.faults().of(FaultKind.TIMEOUT);
		return route.withFaults(route.faults()
			.with(FaultKind.TIMEOUT, new FaultPolicy(policy.reaction(), policy.accountReaction(), policy.firstWait(),
					COOL_DOWN, policy.maxAttempts())));
	}

	@Test
	void modelThatOnlySendsHeadersCostsOneLongWait() {
		this.server.sendsAndStalls("a", SSE, role("a")).streams("b", "quick");
		TaotokenTemplate template = this.templates.models("a", "b");
		List<Duration> waits = waits(template, 5);
		Duration usual = Duration.ofSeconds(10);
		assertThat(waits).containsExactly(usual, Duration.ofSeconds(60), usual, usual, usual);
	}

	@Test
	void modelThatIsKnownToBeQuickIsLeftAfterAThirdOfTheTime() {
		for (int call = 0; call < 25; call++) {
			this.server.streams("a", "quick");
		}
		this.server.does("a", Connection::stall).streams("b", "b");
		TaotokenTemplate template = this.templates.models("a", "b");
		for (int call = 0; call < 25; call++) {
			assertThat(template.chat(REQUEST).text()).isEqualTo("quick");
		}
		assertThat(waits(template, 3)).containsOnly(Duration.ofMillis(3333));
	}

	@Test
	void modelThatHungWhenNothingWasKnownIsNotAskedInOnePieceBesides() {
		this.server.does("a", Connection::stall).streams("b", "b");
		TaotokenTemplate template = this.templates.models("a", "b");
		waits(template, 4);
		assertThat(this.server.requests()).allMatch(ModelServer::isStreamed);
	}

	@Test
	void clientOfAnApplicationHasTheSameLimits() throws Exception {
		TaotokenTemplate template = this.templates.models("a", "b");
		for (int call = 0; call < 20; call++) {
			template.executeAttempts((attempt) -> {
				attempt.answerBegins();
				return attempt.firstTokenLimit();
			});
		}
		FailoverResult<Duration> result = template.executeAttempts((attempt) -> attempt.firstTokenLimit());
		assertThat(result.answer()).isEqualTo(Duration.ofMillis(3333));
	}

	@Test
	void whatIsLearntIsForgottenWithTheStatistics() {
		this.server.does("a", Sign.HEADERS::think).streams("b", "quick");
		TaotokenTemplate template = this.templates.models("a", "b");
		assertThat(template.chat(REQUEST).text()).isEqualTo("quick");
		this.templates.tracker.of("a").putBack();
		assertThat(template.chat(REQUEST).text()).isEqualTo("thought");
		this.templates.tracker.of("a").resetStatistics();
		assertThat(template.chat(REQUEST).text()).isEqualTo("quick");
	}

	private static String stream(TaotokenTemplate template) {
		try (ChatStream stream = template.stream(REQUEST)) {
			return stream.texts().collect(Collectors.joining());
		}
	}

	/**
	 * How long the first model was waited for in each of some calls.
	 */
	private List<Duration> waits(TaotokenTemplate template, int calls) {
		return IntStream.range(0, calls).mapToObj((call) -> {
			this.templates.tracker.of("a").putBack();
			Attempt first = template.chat(REQUEST).attempts().get(0);
			assertThat(first.model()).isEqualTo("a");
			return first.duration();
		}).toList();
	}

}
