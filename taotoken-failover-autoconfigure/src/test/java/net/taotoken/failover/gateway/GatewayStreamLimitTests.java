package net.taotoken.failover.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Connection;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.time.SocketTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class GatewayStreamLimitTests {

	private static final Duration STEP = Duration.ofMillis(500);

	private static final Duration SHORT = STEP.multipliedBy(4);

	private static final Duration HOUR = Duration.ofHours(1);

	private final SocketTime time = new SocketTime();

	@ParameterizedTest
	@ValueSource(strings = { "", Streams.HEAD, Streams.HEAD + Streams.PING, Streams.HEAD + "data: {\"choices\":[]}\n\n",
			Streams.HEAD + "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[" })
	void silenceBeforeContentIsATimeout(String sent) throws IOException {
		try (RawServer server = new RawServer(this.time, Script.sendAndStall(sent));
				Gateways gateway = new Gateways(server.url(), this.time)) {
			GatewayException exception = gateway.streamInVain(new StreamLimits(SHORT, HOUR, null));
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.TIMEOUT);
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { Streams.PING, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}\n\n", "\n" })
	void keepAlivesDoNotStopTheClock(String keepAlive) throws IOException {
		try (RawServer server = new RawServer(this.time, forEver(Streams.HEAD, keepAlive));
				Gateways gateway = new Gateways(server.url(), this.time)) {
			Fault fault = gateway.streamInVain(new StreamLimits(SHORT, HOUR, null)).fault();
			assertThat(fault.kind()).isEqualTo(FaultKind.TIMEOUT);
			assertThat(fault.hint()).isEqualTo("no content in time");
		}
		try (RawServer server = new RawServer(this.time, forEver(Streams.HEAD + Streams.HELLO, keepAlive));
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, SHORT, null))) {
			assertThat(breakOf(stream).hint()).isEqualTo("the stream went silent");
		}
	}

	@Test
	void keepAlivesAfterContentProveThatTheServerLives() throws IOException {
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.HELLO);
			repeat(connection, Streams.PING, 10);
			connection.send(Streams.WORLD);
			repeat(connection, "data: {\"choices\":[]}\n\n", 10);
			connection.send(Streams.STOP + Streams.DONE);
		};
		try (RawServer server = new RawServer(this.time, script);
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, SHORT, null))) {
			assertThat(Streams.text(Streams.readAll(stream))).isEqualTo("Hello world");
		}
	}

	@Test
	void keepAlivesExtendTheStallLimitFourTimes() throws IOException {
		try (RawServer server = new RawServer(this.time, forEver(Streams.HEAD + Streams.HELLO, Streams.PING));
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, STEP.multipliedBy(8), null))) {
			assertThat(breakOf(stream).hint()).isEqualTo("the stream went silent");
			assertThat(moved()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(60));
		}
	}

	@Test
	void silenceAfterContentIsATimeout() throws IOException {
		try (RawServer server = new RawServer(this.time, Script.sendAndStall(Streams.HEAD + Streams.HELLO));
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, SHORT, null))) {
			Fault fault = breakOf(stream);
			assertThat(fault.kind()).isEqualTo(FaultKind.TIMEOUT);
			assertThat(fault.hint()).isEqualTo("the stream went silent");
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
		}
	}

	@Test
	void eachContentRenewsTheStallLimit() throws IOException {
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD);
			repeat(connection, Streams.HELLO, 10);
			connection.send(Streams.STOP + Streams.DONE);
		};
		try (RawServer server = new RawServer(this.time, script);
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, SHORT, null))) {
			assertThat(Streams.readAll(stream)).hasSize(11);
		}
	}

	@Test
	void timeThatTheReaderTakesIsNoSilence() throws Exception {
		AtomicLong pause = new AtomicLong();
		CountDownLatch resumed = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.HELLO);
			resumed.await();
			connection.send(Streams.WORLD + Streams.STOP + Streams.DONE);
		};
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url(), () -> System.nanoTime() + pause.get());
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, Duration.ofSeconds(20), null))) {
			pause.addAndGet(HOUR.toNanos());
			gateway.awaitTicks();
			resumed.countDown();
			assertThat(Streams.text(Streams.readAll(stream))).isEqualTo("Hello world");
		}
	}

	@Test
	void totalLimitHoldsWhoeverIsSlow() throws Exception {
		AtomicLong pause = new AtomicLong();
		try (RawServer server = new RawServer(Script.sendAndStall(Streams.HEAD + Streams.HELLO));
				Gateways gateway = new Gateways(server.url(), () -> System.nanoTime() + pause.get());
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, HOUR, HOUR.multipliedBy(2)))) {
			pause.addAndGet(HOUR.multipliedBy(2).toNanos());
			gateway.assertThatNothingIsLeased();
			Fault fault = breakOf(stream);
			assertThat(fault.kind()).isEqualTo(FaultKind.TIMEOUT);
			assertThat(fault.hint()).isEqualTo("the stream took too long as a whole");
		}
	}

	@Test
	void totalLimitHoldsForTheFirstContentToo() throws IOException {
		try (RawServer server = new RawServer(this.time, Script.sendAndStall(Streams.HEAD));
				Gateways gateway = new Gateways(server.url(), this.time)) {
			GatewayException exception = gateway.streamInVain(new StreamLimits(HOUR, HOUR, SHORT));
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.TIMEOUT);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", Streams.PING, "data: {\"choices\":[]}\n\n" })
	void openSocketAfterFinishReasonIsAwaitedLikeContent(String trailer) throws Exception {
		String wire = Streams.HEAD + Streams.HELLO + Streams.STOP + trailer;
		CountDownLatch closed = new CountDownLatch(1);
		Script script = (connection) -> {
			Script.sendAndStall(wire).serve(connection);
			closed.countDown();
		};
		try (RawServer server = new RawServer(this.time, script);
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, Duration.ofSeconds(10), null))) {
			List<ChatCompletionChunk> chunks = Streams.readAll(stream);
			assertThat(Streams.text(chunks)).isEqualTo("Hello");
			assertThat(moved()).isBetween(Duration.ofSeconds(9), HOUR);
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
			closed.await();
		}
	}

	@Test
	void keepAlivesDoNotKeepAFinishedStreamOpen() throws IOException {
		StreamLimits patient = new StreamLimits(HOUR, Duration.ofSeconds(5), null);
		for (String end : List.of(Streams.STOP, Streams.STOP + Streams.DONE)) {
			try (RawServer server = new RawServer(this.time, forEver(Streams.HEAD + Streams.HELLO + end, Streams.PING));
					Gateways gateway = new Gateways(server.url(), this.time);
					GatewayStream stream = gateway.stream(patient)) {
				assertThat(Streams.readAll(stream)).hasSize(2);
				gateway.assertThatNothingIsLeased();
			}
		}
	}

	@Test
	void trailerIsAwaited() throws Exception {
		CountDownLatch finished = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.HELLO + Streams.STOP);
			finished.await();
			connection.send(Streams.PING + Streams.USAGE + Streams.DONE);
			connection.stall();
		};
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			stream.next();
			stream.next();
			finished.countDown();
			assertThat(requireNonNull(requireNonNull(stream.next()).usage()).totalTokens()).isEqualTo(3);
			assertThat(stream.next()).isNull();
			gateway.assertThatNothingIsLeased();
		}
	}

	@ParameterizedTest
	@MethodSource("finishedWithUsage")
	void answerThatLacksOnlyItsEndIsNotHeldBack(String said) throws IOException {
		for (String after : List.of("", Streams.PING, "data: {\"choices\":[]}\n\n")) {
			try (RawServer server = new RawServer(this.time, forEver(Streams.HEAD + said, after));
					Gateways gateway = new Gateways(server.url(), this.time);
					GatewayStream stream = gateway.stream(new StreamLimits(HOUR, HOUR, null))) {
				Duration before = moved();
				assertThat(requireNonNull(stream.assemble().usage()).totalTokens()).isEqualTo(3);
				assertThat(moved().minus(before)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
				gateway.assertThatNothingIsLeased();
				assertThat(gateway.pool().getAvailable()).isZero();
			}
		}
	}

	static List<String> finishedWithUsage() {
		String usage = ",\"usage\":{\"total_tokens\":3}}";
		return List.of(Streams.HELLO + Streams.STOP + Streams.USAGE,
				Streams.HELLO + Streams.event(Streams.finish("stop").replaceFirst("}$", usage)),
				Streams.HELLO + Streams
					.event(Streams.delta("{\"content\":\"!\"}").replace("null", "\"stop\"").replaceFirst("}$", usage)),
				Streams.event(Streams.delta("{\"content\":\"!\"}").replace("null", "\"stop\"")) + Streams.USAGE);
	}

	@ParameterizedTest
	@MethodSource("unfinishedWithUsage")
	void answerThatMayGoOnIsAwaited(int choices, List<String> pieces) throws IOException {
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD);
			for (String piece : pieces) {
				connection.send(piece);
				connection.pause(Duration.ofSeconds(10));
			}
			connection.send(Streams.DONE);
		};
		try (RawServer server = new RawServer(this.time, script);
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, HOUR, null), choices)) {
			List<ChatCompletionChunk> chunks = Streams.readAll(stream);
			assertThat(Streams.text(chunks)).isEqualTo("Hello world");
			assertThat(requireNonNull(chunks.get(chunks.size() - 1).usage()).totalTokens()).isEqualTo(3);
		}
	}

	static List<Arguments> unfinishedWithUsage() {
		String hello = Streams.HELLO.replace("null}]", "\"stop\"}],\"usage\":{\"total_tokens\":1}");
		String world = Streams.WORLD.replace("null}]", "\"stop\"}],\"usage\":{\"total_tokens\":2}");
		String zeros = Streams.USAGE.replace(":3", ":0");
		return List.of(Arguments.of(1, List.of(hello, world, Streams.STOP, Streams.USAGE)),
				Arguments.of(1, List.of(hello, Streams.WORLD, Streams.STOP, Streams.USAGE)),
				Arguments.of(1, List.of(Streams.HELLO + Streams.WORLD + Streams.STOP + zeros, Streams.USAGE)),
				Arguments.of(1,
						List.of(Streams.HELLO + world.replace("\"stop\"", "null") + Streams.STOP, Streams.USAGE)),
				Arguments.of(1, List.of(Streams.USAGE + Streams.HELLO + Streams.WORLD + Streams.STOP, Streams.USAGE)),
				Arguments.of(1,
						List.of(Streams.HELLO + Streams.STOP + Streams.USAGE + Streams.ROLE + Streams.WORLD
								+ Streams.STOP + Streams.USAGE, Streams.USAGE)),
				Arguments.of(2,
						List.of(Streams.HELLO + Streams.STOP + Streams.USAGE,
								Streams.WORLD.replace("index\":0", "index\":1"),
								Streams.STOP.replace("index\":0", "index\":1"), Streams.USAGE)));
	}

	@Test
	void fewerAnswersThanAskedForAreThoseThatThereAreOnceTheServerIsSilentOrEnds() throws IOException {
		String wire = Streams.HEAD + Streams.HELLO + Streams.STOP;
		for (Script script : List.of(Script.sendAndStall(wire), Script.sendAndStall(wire + Streams.USAGE),
				forEver(wire, Streams.PING), Script.sendAndClose(wire + Streams.DONE), Script.sendAndClose(wire))) {
			try (RawServer server = new RawServer(this.time, script);
					Gateways gateway = new Gateways(server.url(), this.time);
					GatewayStream stream = gateway.stream(new StreamLimits(HOUR, SHORT, null), 2)) {
				assertThat(stream.assemble().choices()).hasSize(1);
				gateway.assertThatNothingIsLeased();
			}
		}
	}

	@Test
	void answerThatHasBegunIsAwaitedLikeContentWhateverOthersDid() throws IOException {
		String wire = Streams.HEAD + Streams.HELLO + Streams.STOP
				+ Streams.event(Streams.delta(1, "{\"role\":\"assistant\"}")) + Streams.USAGE;
		try (RawServer server = new RawServer(this.time, Script.sendAndStall(wire));
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, SHORT, null), 2)) {
			assertThat(breakOf(stream).kind()).isEqualTo(FaultKind.TIMEOUT);
		}
	}

	@Test
	void fewerAnswersThanAskedForAreNoneWhereTheServerBreaksOrTimeRunsOut() throws IOException {
		String wire = Streams.HELLO + Streams.STOP;
		String cut = Streams.CHUNKED_HEAD + Streams.httpChunk(wire) + "5\r\n";
		try (RawServer server = new RawServer(this.time, Script.sendAndClose(cut));
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, HOUR, null), 2)) {
			assertThat(breakOf(stream).kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
		}
		try (RawServer server = new RawServer(this.time, Script.sendAndStall(Streams.HEAD + wire));
				Gateways gateway = new Gateways(server.url(), this.time);
				GatewayStream stream = gateway.stream(new StreamLimits(HOUR, HOUR, Duration.ofSeconds(1)), 2)) {
			assertThat(breakOf(stream).hint()).isEqualTo("the stream took too long as a whole");
		}
	}

	@Test
	void callWithoutTimeIsNotSent() throws IOException {
		try (RawServer server = new RawServer(Script.always("")); Gateways gateway = new Gateways(server.url())) {
			Fault fault = gateway.streamInVain(new StreamLimits(Duration.ZERO, HOUR, null)).fault();
			assertThat(fault.kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(server.connections()).isZero();
		}
	}

	@Test
	void stallLimitOfNothingIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new StreamLimits(SHORT, Duration.ZERO, null))
			.withMessage("'stall' must be more than nothing, but is PT0S");
	}

	private Duration moved() {
		return Duration.ofNanos(this.time.nanoTime());
	}

	private static Script forEver(String atOnce, String repeated) {
		return (connection) -> {
			connection.readRequest();
			connection.send(atOnce);
			repeat(connection, repeated, Integer.MAX_VALUE);
		};
	}

	/** Send a text twice a second. */
	private static void repeat(Connection connection, String text, int times) throws IOException, InterruptedException {
		for (int index = 0; index < times; index++) {
			connection.send(text);
			connection.pause(STEP);
		}
	}

	private static Fault breakOf(GatewayStream stream) {
		StringBuilder text = new StringBuilder();
		GatewayException exception = Streams.readUntilBreak(stream, text);
		assertThat(text).hasToString("Hello");
		return exception.fault();
	}

}
