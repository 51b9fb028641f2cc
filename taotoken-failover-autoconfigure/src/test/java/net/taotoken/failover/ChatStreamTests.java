package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.finish;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ChatStream}: streams that fail over, on a raw socket.
 */
class ChatStreamTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private static final AttemptTimeouts SHORT = new AttemptTimeouts(Duration.ofMillis(400), Duration.ofMillis(400),
			Duration.ofSeconds(5));

	private final ModelServer server = new ModelServer();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(),
			List.of());

	private @Nullable GatewayClient client;

	@AfterEach
	void close() throws IOException {
		if (this.client != null) {
			this.client.close();
		}
		this.server.close();
		Thread.interrupted();
	}

	@Test
	void secondReaderIsTurnedAwayAndHarmsNobody() throws InterruptedException {
		CountDownLatch firstReads = new CountDownLatch(1);
		CountDownLatch chunkIsThere = new CountDownLatch(1);
		List<ChatCompletionChunk> read = new ArrayList<>();
		Iterator<ChatCompletionChunk> source = new Iterator<>() {

			@Override
			public boolean hasNext() {
				return read.isEmpty();
			}

			@Override
			public ChatCompletionChunk next() {
				firstReads.countDown();
				Awaitility.await().until(() -> chunkIsThere.getCount() == 0);
				return ChatCompletionChunk.restart("a");
			}

		};
		Iterator<ChatCompletionChunk> chunks = ChatStream.of("a", List.of(), source).iterator();
		Thread first = new Thread(() -> chunks.forEachRemaining(read::add));
		first.start();
		firstReads.await();
		assertThatIllegalStateException().isThrownBy(chunks::hasNext).withMessageContaining("one thread at a time");
		chunkIsThere.countDown();
		first.join();
		assertThat(read).hasSize(1);
	}

	@Test
	void streamEndsWhenItsAnswerIsProvenWhole() {
		this.server.streams("a", "Because ", "of ", "Rayleigh.");
		try (ChatStream stream = live().stream(REQUEST)) {
			assertThat(stream.model()).isEqualTo("a");
			assertThat(stream.attempts()).singleElement().matches((attempt) -> attempt.fault() == null);
			assertThat(stream.texts()).containsExactly("Because ", "of ", "Rayleigh.");
		}
		assertThat(this.tracker.snapshot("a").successes()).isEqualTo(1);
	}

	@Test
	void nothingOfTheStreamIsLost() {
		this.server.streams("a", "one", "two");
		List<ChatCompletionChunk> chunks = live().stream(REQUEST).stream().toList();
		assertThat(chunks).hasSize(5);
		assertThat(requireNonNull(chunks.get(4).usage()).totalTokens()).isEqualTo(3);
	}

	@Test
	void refusalBeforeTheFirstTokenIsRepairedByTheNextModel() {
		this.server.sends("a", "HTTP/1.1 503 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		assertThatNextModelAnswers(FaultKind.OVERLOADED);
	}

	@Test
	void silenceBeforeTheFirstTokenIsRepairedByTheNextModel() {
		this.server.sendsAndStalls("a", SSE, role("a"), ": keep-alive\n\n");
		assertThatNextModelAnswers(FaultKind.TIMEOUT);
	}

	@Test
	void streamWithoutContentIsRepairedByTheNextModel() {
		this.server.sends("a", SSE, role("a"), "data: [DONE]\n\n");
		assertThatNextModelAnswers(FaultKind.INVALID_RESPONSE);
	}

	@Test
	void errorEventBeforeTheFirstTokenIsRepairedByTheNextModel() {
		this.server.sends("a", SSE,
				"event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n");
		assertThatNextModelAnswers(FaultKind.OVERLOADED);
	}

	private void assertThatNextModelAnswers(FaultKind kind) {
		this.server.streams("b", "from b");
		ChatStream stream = live().stream(REQUEST);
		assertThat(stream.texts()).containsExactly("from b");
		assertThat(stream.model()).isEqualTo("b");
		assertThat(requireNonNull(stream.attempts().get(0).fault()).kind()).isEqualTo(kind);
	}

	@Test
	void breakAfterTheFirstTokenIsAnExceptionWithTheTextSoFar() {
		this.server.sendsAndResets("a", SSE, words("a", "half ", "an "));
		this.server.streams("b", "from b");
		ChatStream stream = live().stream(REQUEST);
		StreamInterruptedException exception = interruption(stream);
		assertThat(exception.model()).isEqualTo("a");
		assertThat("half an ").startsWith(exception.text());
		assertThat(exception.attempts()).singleElement().matches((attempt) -> attempt.fault() != null);
		assertThat(exception.getMessage()).doesNotContain("half");
		assertThat(this.server.asked()).containsExactly("a");
		assertThat(this.tracker.snapshot("a").errors()).isEqualTo(1);
		assertThat(this.tracker.snapshot("a").successes()).isZero();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void silenceAfterTheFirstTokenIsAnException() {
		this.server.sendsAndStalls("a", SSE, words("a", "half ", "an "));
		StreamInterruptedException exception = interruption(live().stream(REQUEST));
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.TIMEOUT);
		assertThat(exception.text()).isEqualTo("half an ");
	}

	@Test
	void endWithoutFinishReasonIsAnException() {
		this.server.sends("a", SSE, words("a", "half ", "an "), "data: [DONE]\n\n");
		StreamInterruptedException exception = interruption(live().stream(REQUEST));
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
	}

	@Test
	void brokenStreamStaysBroken() {
		this.server.sends("a", SSE, words("a", "half"));
		Iterator<ChatCompletionChunk> chunks = live().stream(REQUEST).iterator();
		assertThat(chunks.next().text()).isEqualTo("half");
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(chunks::hasNext);
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(chunks::hasNext);
	}

	@ParameterizedTest
	@EnumSource
	void wholeDeliveryRepairsEveryBreakUnseen(Break breakOf) {
		breakOf.happens(this.server, "a");
		this.server.streams("b", "all ", "of ", "it");
		ChatStream stream = live().stream(REQUEST, StreamDelivery.WHOLE);
		assertThat(stream.texts()).containsExactly("all of it");
		assertThat(stream.model()).isEqualTo("b");
		assertThat(stream.attempts()).extracting(Attempt::model).last().isEqualTo("b");
		assertThat(this.tracker.snapshot("a").errors()).isPositive();
	}

	enum Break {

		RESET, STALL, NO_FINISH, ERROR_EVENT, GARBAGE;

		void happens(ModelServer server, String model) {
			String start = SSE + words(model, "half ", "an ");
			switch (this) {
				case RESET -> server.sendsAndResets(model, start);
				case STALL -> server.sendsAndStalls(model, start);
				case NO_FINISH -> server.sends(model, start);
				case ERROR_EVENT ->
					server.sends(model, start, "data: {\"error\":{\"message\":\"boom\",\"code\":502}}\n\n");
				case GARBAGE -> server.sends(model, start, "data: {\"choices\":[{\n\n", finish(model));
			}
		}

	}

	@ParameterizedTest
	@EnumSource
	void restartIsAnnouncedAndBringsTheWholeAnswerOfOneModel(Break breakOf) {
		breakOf.happens(this.server, "a");
		this.server.streams("b", "all ", "of ", "it");
		ChatStream stream = restarting().stream(REQUEST);
		List<String> shown = new ArrayList<>();
		int restarts = 0;
		for (ChatCompletionChunk chunk : stream) {
			if (chunk.isRestart()) {
				assertThat(chunk.model()).isEqualTo("b");
				restarts++;
				shown.clear();
			}
			else if (chunk.text() != null && !chunk.text().isEmpty()) {
				shown.add(chunk.text());
			}
		}
		assertThat(restarts).isEqualTo(1);
		assertThat(shown).containsExactly("all ", "of ", "it");
		assertThat(stream.model()).isEqualTo("b");
		assertThat(stream.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(stream.attempts().get(0).fault()).isNotNull();
	}

	@Test
	void textsCannotAnnounceARestart() {
		this.server.sends("a", SSE, words("a", "half"));
		this.server.streams("b", "all");
		assertThatIllegalStateException().isThrownBy(() -> restarting().stream(REQUEST).texts().toList())
			.withMessageContaining("taotoken.stream.on-interruption");
	}

	@Test
	void restartEndsWithAllBreaksWhenNoModelIsLeft() {
		for (String model : List.of("a", "b", "c")) {
			this.server.sends(model, SSE, words(model, "half"));
		}
		StreamInterruptedException exception = interruption(restarting().stream(REQUEST));
		assertThat(exception.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
		assertThat(exception.attempts()).allMatch((attempt) -> attempt.fault() != null);
	}

	@Test
	void streamIsReadOnce() {
		this.server.streams("a", "x");
		ChatStream stream = live().stream(REQUEST);
		stream.iterator();
		assertThatIllegalStateException().isThrownBy(stream::iterator);
	}

	@Test
	void closingEarlyCancelsTheRequestAndIsNeutralToHealth() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		TaotokenTemplate template = withStall(Duration.ofSeconds(20));
		for (int i = 0; i < 50; i++) {
			try (ChatStream stream = template.stream(REQUEST)) {
				assertThat(stream.iterator().next().text()).isEqualTo("half");
			}
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.server.abandoned()).isEqualTo(50));
		assertThat(this.tracker.snapshot("a").successes()).isZero();
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void streamThatIsClosedBeforeItIsReadOnTellsItsAttempt() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		ChatStream stream = withStall(Duration.ofSeconds(20)).stream(REQUEST);
		stream.close();
		assertThat(interruption(stream).attempts()).extracting(Attempt::model).containsExactly("a");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void interruptOfTheReaderIsNeutralAndKeepsTheFlag() throws InterruptedException {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		Iterator<ChatCompletionChunk> chunks = withStall(Duration.ofSeconds(20)).stream(REQUEST).iterator();
		chunks.next();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicReference<Boolean> flag = new AtomicReference<>();
		Thread reader = new Thread(() -> {
			try {
				chunks.hasNext();
			}
			catch (RuntimeException ex) {
				failure.set(ex);
				flag.set(Thread.currentThread().isInterrupted());
			}
		});
		reader.start();
		Awaitility.await().until(() -> reader.getState() != Thread.State.NEW);
		reader.interrupt();
		reader.join(5000);
		assertThat(failure.get()).isInstanceOfSatisfying(StreamInterruptedException.class,
				(ex) -> assertThat(ex.fault().kind()).isEqualTo(FaultKind.CANCELLED));
		assertThat(flag.get()).isTrue();
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void completeIsTheSameAnswerAsWithoutStreaming() {
		this.server.streams("a", "all ", "of it");
		ChatCompletion completion = live().stream(REQUEST).complete();
		assertThat(completion.text()).isEqualTo("all of it");
		assertThat(completion.finishReason()).isEqualTo("stop");
		assertThat(requireNonNull(completion.usage()).totalTokens()).isEqualTo(3);
		assertThat(completion.requestedModel()).isEqualTo("a");
		assertThat(completion.attempts()).hasSize(1);
	}

	@Test
	void hangingModelIsLeftAfterTheFirstTokenLimitWhenHangsAreDetectedByStreaming() {
		this.server.sendsAndStalls("a", SSE);
		this.server.streams("b", "all ", "of it");
		TaotokenTemplate template = template(null, SHORT,
				new ChatSettings(StreamDelivery.LIVE, InterruptionReaction.FAIL, null, true));
		ChatCompletion completion = template.chat(REQUEST);
		assertThat(completion.text()).isEqualTo("all of it");
		assertThat(requireNonNull(completion.usage()).totalTokens()).isEqualTo(3);
		assertThat(requireNonNull(completion.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.TIMEOUT);
		assertThat(completion.attempts().get(0).duration()).isLessThan(Duration.ofSeconds(4));
	}

	@Test
	void modelThatHangsInAWholeAnswerIsLeftAlsoWhenItIsNotTheFirst() {
		this.server.sends("a", "HTTP/1.1 503 x\r\nRetry-After: 60\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		this.server.sendsAndStalls("b", SSE, words("b", "half"));
		this.server.streams("c", "whole");
		ChatStream stream = live().stream(REQUEST, StreamDelivery.WHOLE);
		assertThat(stream.texts()).containsExactly("whole");
		assertThat(requireNonNull(stream.attempts().get(1).fault()).kind()).isEqualTo(FaultKind.TIMEOUT);
		assertThat(this.tracker.snapshot("b").errors()).isEqualTo(1);
	}

	@Test
	void hedgedStreamComesFromTheModelThatDeliversFirstAndTheOtherIsCancelled() {
		this.server.sendsAndStalls("a", SSE);
		this.server.streams("b", "from b");
		TaotokenTemplate template = hedging(1);
		ChatStream stream = template.stream(REQUEST);
		assertThat(stream.texts()).containsExactly("from b");
		assertThat(stream.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(requireNonNull(stream.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.CANCELLED);
		Awaitility.await().untilAsserted(() -> assertThat(this.server.abandoned()).isEqualTo(1));
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void hedgesAreAFractionOfTheCalls() {
		this.server.does("a", (connection) -> {
			Awaitility.await().pollDelay(Duration.ofMillis(120)).until(() -> true);
			connection.send(SSE + words("a", "from a") + finish("a") + "data: [DONE]\n\n");
		});
		this.server.streams("b", "from b");
		TaotokenTemplate template = hedging(0.25);
		for (int i = 0; i < 8; i++) {
			template.stream(REQUEST).texts().toList();
		}
		assertThat(this.server.asked().stream().filter("b"::equals)).hasSize(2);
	}

	@Test
	void hedgedCallThatFailsEverywhereTellsOfBoth() {
		this.server.does("a", (connection) -> {
			Awaitility.await().pollDelay(Duration.ofMillis(120)).until(() -> true);
			connection.send("HTTP/1.1 400 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		});
		this.server.sends("b", "HTTP/1.1 400 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		FailoverException exception = catchThrowableOfType(FailoverException.class, () -> hedging(1).stream(REQUEST));
		assertThat(exception.attempts()).extracting(Attempt::model).containsExactly("b", "a");
	}

	private static StreamInterruptedException interruption(ChatStream stream) {
		return catchThrowableOfType(StreamInterruptedException.class, () -> stream.forEach((chunk) -> {
		}));
	}

	private TaotokenTemplate live() {
		return template(null, SHORT, ChatSettings.defaults());
	}

	private TaotokenTemplate restarting() {
		return template(null, SHORT, new ChatSettings(StreamDelivery.LIVE, InterruptionReaction.RESTART, null, false));
	}

	private TaotokenTemplate withStall(Duration stall) {
		return template(null, new AttemptTimeouts(stall, stall, stall), ChatSettings.defaults());
	}

	private TaotokenTemplate hedging(double maxExtra) {
		AttemptTimeouts timeouts = new AttemptTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20),
				Duration.ofSeconds(20));
		return template(new HedgeSettings(Duration.ofMillis(50), maxExtra), timeouts, ChatSettings.defaults());
	}

	private TaotokenTemplate template(@Nullable HedgeSettings hedge, AttemptTimeouts timeouts, ChatSettings settings) {
		this.client = TestClients.at(this.server.url(), TimeSource.system()::instant);
		FailoverExecutor executor = new FailoverExecutor(this.tracker,
				List.of(new ExceptionClassifier(FaultRules.standard(), TimeSource.system()::instant)), List.of(),
				TimeSource.system(), new Random(1));
		HedgingExecutor hedging = (hedge != null)
				? new HedgingExecutor(executor, hedge, Executors.newCachedThreadPool(), TimeSource.system()) : null;
		Route route = Route.of(Route.DEFAULT, "a")
			.withModels(List.of(Model.of("a", timeouts), Model.of("b", timeouts), Model.of("c", timeouts)));
		Routes routes = new Routes(List.of(route));
		return new TaotokenTemplate(executor, hedging, this.client, settings, () -> routes);
	}

}
