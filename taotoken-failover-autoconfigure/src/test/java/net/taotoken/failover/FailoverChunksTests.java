package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.AttemptObservation;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.SocketTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link FailoverChunks}: one call for all answers of a stream, on a raw
 * socket.
 */
class FailoverChunksTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private final ModelServer server = new ModelServer();

	private final TemplateOver templates = new TemplateOver(this.server);

	@AfterEach
	void close() throws IOException {
		this.templates.close();
		this.server.close();
	}

	@Test
	void closingStopsARestartThatIsUnderWay() throws Exception {
		CountDownLatch restarted = new CountDownLatch(1);
		this.server.sends("a", SSE, words("a", "half"));
		this.server.does("b", (connection) -> {
			connection.send(SSE);
			restarted.countDown();
			connection.stall();
		});
		this.server.streams("c", "from c");
		ChatStream stream = this.templates.restarting()
			.timeouts(20_000, 20_000, 20_000)
			.models("a", "b", "c")
			.stream(REQUEST);
		CompletableFuture<Throwable> outcome = read(stream);
		assertThat(restarted.await(10, TimeUnit.SECONDS)).isTrue();
		stream.close();
		StreamInterruptedException told = (StreamInterruptedException) outcome.get(5, TimeUnit.SECONDS);
		assertThat(told.fault()).isEqualTo(Fault.of(FaultKind.CANCELLED).withHint("the stream was closed"));
		assertThat(told.attempts()).extracting((attempt) -> requireNonNull(attempt.fault()).kind())
			.containsExactly(FaultKind.INVALID_RESPONSE, FaultKind.CANCELLED);
		assertThat(requireNonNull(told.attempts().get(1).fault()).hint()).isEqualTo("the call was given up");
		assertThat(told.getSuppressed()).singleElement()
			.asString()
			.contains("the call was given up")
			.doesNotContain("interrupted");
		assertThat(this.server.asked()).containsExactly("a", "b");
		assertThat(this.templates.tracker.snapshot("b").errors()).isZero();
		assertThat(this.templates.tracker.snapshot("b").isHealthy()).isTrue();
	}

	@Test
	void closingStopsAHedgedRestartInTheSameWay() throws Exception {
		CountDownLatch hedged = new CountDownLatch(2);
		this.server.sends("a", SSE, words("a", "half"));
		for (String model : List.of("b", "c")) {
			this.server.does(model, (connection) -> {
				hedged.countDown();
				connection.stall();
			});
		}
		ChatStream stream = this.templates.restarting()
			.hedged(Duration.ofMillis(50))
			.timeouts(20_000, 20_000, 20_000)
			.models("a", "b", "c")
			.stream(REQUEST);
		CompletableFuture<Throwable> outcome = read(stream);
		assertThat(hedged.await(10, TimeUnit.SECONDS)).isTrue();
		stream.close();
		StreamInterruptedException told = (StreamInterruptedException) outcome.get(5, TimeUnit.SECONDS);
		assertThat(told.fault().hint()).isEqualTo("the stream was closed");
		assertThat(told.attempts())
			.extracting((attempt) -> attempt.model() + " " + requireNonNull(attempt.fault()).kind())
			.containsExactlyInAnyOrder("a invalid-response", "b cancelled", "c cancelled");
		assertThat(told.attempts()).extracting((attempt) -> requireNonNull(attempt.fault()).hint())
			.doesNotContain("the calling thread was interrupted");
	}

	@Test
	void closingDuringTheWaitBeforeARestartIsToldAsSuch() throws Exception {
		this.server.sends("a", SSE, words("a", "half"));
		this.templates.tracker.of("b").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(20));
		CountDownLatch broke = new CountDownLatch(1);
		ChatStream stream = this.templates.restarting().listener(new FailoverListener() {
			@Override
			public void answerInterrupted(Route route, Attempt attempt) {
				broke.countDown();
			}
		}).route((route) -> route.withTotalTimeout(Duration.ofMinutes(1))).models("a", "b").stream(REQUEST);
		CompletableFuture<Throwable> outcome = read(stream);
		assertThat(broke.await(10, TimeUnit.SECONDS)).isTrue();
		stream.close();
		StreamInterruptedException told = (StreamInterruptedException) outcome.get(5, TimeUnit.SECONDS);
		assertThat(told.fault().hint()).isEqualTo("the stream was closed");
		assertThat(told.attempts()).hasSize(1);
	}

	@Test
	void readerOfAClosedStreamIsNotLeftInterrupted() throws Exception {
		CountDownLatch restarted = new CountDownLatch(1);
		this.server.sends("a", SSE, words("a", "half"));
		this.server.does("b", (connection) -> {
			restarted.countDown();
			connection.stall();
		});
		ChatStream stream = this.templates.restarting().models("a", "b").stream(REQUEST);
		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
			catchThrowableOfType(StreamInterruptedException.class, () -> stream.forEach((chunk) -> {
			}));
			return Thread.currentThread().isInterrupted();
		});
		assertThat(restarted.await(10, TimeUnit.SECONDS)).isTrue();
		stream.close();
		assertThat(interrupted.get(5, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void restartsShareTheAttemptsOfTheCall() {
		for (String model : List.of("a", "b", "c")) {
			this.server.sends(model, SSE, words(model, "half"));
		}
		ChatStream stream = this.templates.restarting()
			.route((route) -> route.withRetry(route.retry().toBuilder().maxTotalAttempts(2).build()))
			.models("a", "b", "c")
			.stream(REQUEST);
		assertThat(interruption(stream).attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(this.server.asked()).containsExactly("a", "b");
	}

	@Test
	void failedAttemptsBeforeAStreamDoNotCountTwice() {
		this.server.sends("a", "HTTP/1.1 404 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		this.server.sends("b", SSE, words("b", "half"));
		this.server.streams("c", "from c");
		ChatStream stream = this.templates.restarting()
			.route((route) -> route.withRetry(route.retry().toBuilder().maxTotalAttempts(3).build()))
			.models("a", "b", "c")
			.stream(REQUEST);
		assertThat(stream.complete().text()).isEqualTo("from c");
		assertThat(stream.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
	}

	@Test
	void restartsShareTheDeadlineOfTheCall() throws IOException {
		SocketTime time = new SocketTime();
		try (ModelServer server = new ModelServer(time);
				TemplateOver templates = new TemplateOver(server, time).restarting()) {
			server.sends("a", SSE, words("a", "half"));
			server.does("b", RawServer.Connection::stall);
			ChatStream stream = templates.timeouts(20_000, 20_000, 20_000)
				.route((route) -> route.withTotalTimeout(Duration.ofSeconds(2)))
				.models("a", "b", "c")
				.stream(REQUEST);
			assertThat(interruption(stream).attempts()).extracting(Attempt::model).containsExactly("a", "b");
			assertThat(server.asked()).containsExactly("a", "b");
			assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(2).toNanos());
		}
	}

	@Test
	void timeInWhichAnAnswerWasWrittenIsNoneOfTheCalls() throws IOException {
		SocketTime time = new SocketTime();
		try (ModelServer server = new ModelServer(time);
				TemplateOver templates = new TemplateOver(server, time).restarting()) {
			server.does("a", (connection) -> writeForTwoSeconds(connection, "a"));
			server.does("b", (connection) -> writeForTwoSeconds(connection, "b"));
			server.streams("c", "from c");
			ChatStream stream = templates.route((route) -> route.withTotalTimeout(Duration.ofSeconds(1)))
				.models("a", "b", "c")
				.stream(REQUEST);
			assertThat(stream.complete().text()).isEqualTo("from c");
			assertThat(stream.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
			assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(4).toNanos());
		}
	}

	private static void writeForTwoSeconds(RawServer.Connection connection, String model)
			throws IOException, InterruptedException {
		connection.send(SSE);
		for (int i = 0; i < 4; i++) {
			connection.send(words(model, "half "));
			connection.pause(Duration.ofMillis(500));
		}
		connection.reset();
	}

	@Test
	void breakIsSettledByTheSameRuleAsAFailedAttempt() {
		this.server.sends("a", SSE, words("a", "half"),
				"data: {\"error\":{\"message\":\"该令牌额度已用尽 (request id: 1)\",\"type\":\"new_api_error\","
						+ "\"code\":\"insufficient_user_quota\"}}\n\n");
		ChatStream stream = this.templates.models("a", "b").stream(REQUEST);
		assertThat(interruption(stream).fault().kind()).isEqualTo(FaultKind.QUOTA_EXHAUSTED);
		assertThat(this.templates.tracker.snapshot("b").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void errorOfAListenerLosesNothing() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		TaotokenTemplate template = this.templates.listener(new FailoverListener() {

			@Override
			public void attemptSucceeded(Route route, Attempt attempt) {
				throw new AssertionError("listener");
			}

		}).attempts((route, model, earlier) -> new AttemptObservation() {

			@Override
			public void answered() {
				throw new AssertionError("attempt");
			}

		}).calls((operation, route) -> new CallObservation() {

			@Override
			public void firstChunk() {
				throw new AssertionError("call");
			}

			@Override
			public Scope openScope() {
				return () -> {
					throw new AssertionError("scope");
				};
			}

			@Override
			public void end() {
				throw new AssertionError("end");
			}

		}).models("a");
		try (ChatStream stream = template.stream(REQUEST)) {
			assertThat(stream.iterator().next().text()).isEqualTo("half");
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.server.abandoned()).isEqualTo(1));
		assertThat(this.templates.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void observationEndsOnce() {
		AtomicInteger ends = new AtomicInteger();
		this.server.streams("a", "all");
		ChatStream stream = this.templates.calls((operation, route) -> new CallObservation() {

			@Override
			public void end() {
				ends.incrementAndGet();
			}

		}).models("a").stream(REQUEST);
		Iterator<ChatCompletionChunk> chunks = stream.iterator();
		chunks.forEachRemaining((chunk) -> {
		});
		assertThat(chunks.hasNext()).isFalse();
		stream.close();
		assertThat(ends).hasValue(1);
	}

	private static StreamInterruptedException interruption(ChatStream stream) {
		return catchThrowableOfType(StreamInterruptedException.class, () -> stream.forEach((chunk) -> {
		}));
	}

	private static CompletableFuture<Throwable> read(ChatStream stream) {
		return CompletableFuture.supplyAsync(() -> interruption(stream));
	}

}
