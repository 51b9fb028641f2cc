package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ServerSocketFactory;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.gateway.RawServer.Connection;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No answer reaches another caller, however often a server sends more than it was asked
 * for: behind answers, behind streams, and while a connection is idle. Each answer names
 * its request. {@code -Dforeign.seed=…} repeats a run.
 */
@Timeout(600)
class ForeignBytesTests {

	private static final Pattern QUESTION = Pattern.compile("question-\\d+-\\d+");

	private static final int CALLERS = 8;

	private static Certificates certificates;

	private final LongAdder extras = new LongAdder();

	private final LongAdder crossed = new LongAdder();

	private final LongAdder failed = new LongAdder();

	@BeforeAll
	static void createCertificates(@TempDir Path directory) {
		certificates = Certificates.ofThisHost(directory);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noAnswerReachesAnotherCaller(boolean tls) throws Exception {
		run(tls, 1_500);
	}

	@Tag("soak")
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noAnswerReachesAnotherCallerInManyCalls(boolean tls) throws Exception {
		run(tls, 100_000);
	}

	private void run(boolean tls, int calls) throws Exception {
		long seed = Long.getLong("foreign.seed", System.nanoTime());
		AtomicInteger connections = new AtomicInteger();
		Script script = (connection) -> serve(connection, new Random(seed + connections.getAndIncrement()));
		try (RawServer server = new RawServer(tls ? certificates.server() : ServerSocketFactory.getDefault(), script);
				Gateways gateway = gateway(server.url(), tls)) {
			List<CompletableFuture<Void>> callers = new ArrayList<>();
			for (int caller = 0; caller < CALLERS; caller++) {
				int number = caller;
				CompletableFuture<Void> done = new CompletableFuture<>();
				callers.add(done);
				new Thread(() -> call(gateway, number, calls / CALLERS, done)).start();
			}
			for (CompletableFuture<Void> caller : callers) {
				caller.get(10, TimeUnit.MINUTES);
			}
			gateway.assertThatNothingIsLeased();
			System.out.printf(
					"foreign bytes, TLS %s, seed %d: %d calls, %d extras, %d connections, %d crossed," + " %d failed%n",
					tls, seed, calls, this.extras.sum(), server.connections(), this.crossed.sum(), this.failed.sum());
			assertThat(this.extras.sum()).isGreaterThan(calls / 10);
			assertThat(this.crossed.sum()).as("answers for somebody else, seed %d", seed).isZero();
			assertThat(this.failed.sum()).as("calls without an answer, seed %d", seed).isZero();
		}
	}

	private void call(Gateways gateway, int caller, int calls, CompletableFuture<Void> done) {
		try {
			for (int call = 0; call < calls; call++) {
				String question = "question-" + caller + "-" + call;
				check(question, gateway, call % 3 == 2);
			}
			done.complete(null);
		}
		catch (Throwable ex) {
			done.completeExceptionally(ex);
		}
	}

	private void check(String question, Gateways gateway, boolean streamed) {
		try {
			GatewayRequest request = gateway.client().prepare(ChatCompletionRequest.of(question));
			String answer = streamed ? stream(gateway, request)
					: gateway.client().complete(request, "m", Map.of(), Gateways.LONG).text();
			if (!("answer to " + question).equals(answer)) {
				this.crossed.increment();
			}
		}
		catch (GatewayException ex) {
			this.failed.increment();
			ex.printStackTrace();
		}
	}

	private static String stream(Gateways gateway, GatewayRequest request) {
		StringBuilder text = new StringBuilder();
		try (GatewayStream stream = gateway.client()
			.stream(request, "m", Map.of(), new StreamLimits(Gateways.LONG, Gateways.LONG, null))) {
			ChatCompletionChunk chunk = stream.next();
			while (chunk != null) {
				text.append((chunk.text() != null) ? chunk.text() : "");
				chunk = stream.next();
			}
		}
		return text.toString();
	}

	private void serve(Connection connection, Random random) throws IOException, InterruptedException {
		String request = connection.readRequest();
		while (request != null) {
			Matcher question = QUESTION.matcher(request);
			assertThat(question.find()).isTrue();
			String text = "answer to " + question.group();
			String answer = request.contains("\"stream\":true") ? stream(text) : RawServer.ok(whole(text));
			String extra = (random.nextInt(5) == 0) ? extra(random) : "";
			if (!extra.isEmpty()) {
				this.extras.increment();
			}
			connection.send(answer + extra);
			request = connection.readRequest();
		}
	}

	private static String extra(Random random) {
		return switch (random.nextInt(7)) {
			case 0 -> RawServer.ok(whole("answer for somebody else"));
			case 1 -> stream("answer for somebody else");
			case 2 -> "HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
			case 3 -> "garbage";
			case 4 -> "\r\n\r\n";
			case 5 -> RawServer.ok(whole("answer for somebody else")).substring(0, 1 + random.nextInt(60));
			default -> "x".repeat(1 + random.nextInt(20_000));
		};
	}

	private static String whole(String text) {
		return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
				+ "\"},\"finish_reason\":\"stop\"}]}";
	}

	private static String stream(String text) {
		String events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
				+ "\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
		return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(events.length()) + "\r\n" + events + "\r\n0\r\n\r\n";
	}

	private static Gateways gateway(URI url, boolean tls) {
		return new Gateways(url, GatewayHttpClients.create(GatewaySettings.defaults().withMaxConnections(4),
				tls ? certificates.trusting() : null, List.of()));
	}

}
