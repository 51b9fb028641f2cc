package net.taotoken.failover.gateway;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ServerSocketFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Servers that echo key, prompt and answer wherever they can: nothing of it may be shown.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class GatewayClientSecrecyTests {

	private static final String SECRETS = Gateways.KEY + " " + Gateways.PROMPT + " " + Gateways.ANSWER;

	private static final String ECHO = """
			{"error":{"message":"%s (request id: %s)","type":"%s","code":"%s","param":"%s"},"choices":[]}"""
		.formatted(SECRETS, Gateways.KEY, Gateways.PROMPT, Gateways.KEY, SECRETS);

	private static final String[] HEADERS = { "X-Request-Id: " + Gateways.PROMPT,
			"X-Oneapi-Request-Id: " + Gateways.KEY, "Retry-After: " + SECRETS, "X-Echo: " + SECRETS,
			"WWW-Authenticate: " + SECRETS };

	static Stream<Arguments> failures() {
		String head = "HTTP/1.1 200 OK\r\nX-Request-Id: " + Gateways.KEY + "\r\n";
		String chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
		return Stream.of(failure("400", Script.always(RawServer.response("400 " + SECRETS, ECHO, HEADERS))),
				failure("401", Script.always(RawServer.response("401 " + SECRETS, ECHO, HEADERS))),
				failure("429", Script.always(RawServer.response("429 " + SECRETS, ECHO, HEADERS))),
				failure("500", Script.always(RawServer.response("500 " + SECRETS, ECHO, HEADERS))),
				failure("503, no JSON", Script.always(RawServer.response("503 " + SECRETS, SECRETS, HEADERS))),
				failure("302", Script.always(RawServer.response("302 " + SECRETS, ECHO, "Location: /" + Gateways.KEY))),
				failure("error in a 200", Script.always(RawServer.response("200 OK", ECHO, HEADERS))),
				failure("prompt as code",
						Script.always(RawServer.response("500 No", ECHO.replace(Gateways.KEY, Gateways.PROMPT)))),
				failure("part of the key as code",
						Script.always(
								RawServer.response("500 No", "{\"error\":{\"code\":\"bad_sk-Zq7TopSecret_key\"}}"))),
				failure("cut JSON", Script.always(RawServer.ok("{\"id\":\"" + SECRETS))),
				failure("wrong JSON type", Script.always(RawServer.ok("{\"choices\":\"" + SECRETS + "\"}"))),
				failure("wrong JSON token", Script.always(RawServer.ok("{\"choices\":[" + Gateways.ANSWER + "]}"))),
				failure("HTML", Script.always(RawServer.ok("<html>" + SECRETS))),
				failure("filtered answer",
						Script.always(RawServer.ok(Gateways.JSON.replace("\"stop\"", "\"content_filter\"")))),
				failure("answer with an error at its end",
						Script.always(RawServer.ok(Gateways.JSON.replace("\"stop\"", "\"error\"")))),
				failure("cut body", Script.sendAndClose(head + "Content-Length: 9999\r\n\r\n" + ECHO)),
				failure("reset body", Script.sendAndReset(head + "Content-Length: 9999\r\n\r\n" + ECHO)),
				failure("bad chunk", Script.sendAndStall(chunked + SECRETS + "\r\n" + SECRETS + "\r\n")),
				failure("cut chunk", Script.sendAndClose(chunked + "FF\r\n" + SECRETS)),
				failure("no HTTP", Script.sendAndClose((SECRETS + "\r\n").repeat(20))),
				failure("bad status line", Script.sendAndStall("HTTP/1.1 " + SECRETS + "\r\n\r\n")),
				failure("bad version", Script.sendAndStall("HTTP/" + Gateways.KEY + " 200 OK\r\n\r\n")),
				failure("bad length", Script.sendAndStall(head + "Content-Length: " + SECRETS + "\r\n\r\n")),
				failure("bad encoding", Script.sendAndStall(head + "Transfer-Encoding: " + SECRETS + "\r\n\r\n")),
				failure("header without colon", Script.sendAndStall(head + SECRETS + "\r\n\r\n")),
				failure("timeout", Script.sendAndStall(head + "Content-Length: 9999\r\n\r\n" + SECRETS)),
				failure("reset", Script.sendAndReset("")), failure("close", Script.sendAndClose("")));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void nothingSecretIsShown(Script script, CapturedOutput output) throws IOException {
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			GatewayException exception = gateway.askInVain(Gateways.SHORT);
			assertHarmless(printed(exception));
			assertHarmless(exception.toString());
			assertHarmless(exception.fault().toString());
			assertHarmless(String.valueOf(exception.requestId()));
			assertHarmless(output.getAll());
			gateway.assertThatNothingIsLeased();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nothingIsLoggedAtAnyLevel(boolean tls, CapturedOutput output, @TempDir Path directory) throws IOException {
		Certificates certificates = Certificates.ofThisHost(directory);
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Level before = root.getLevel();
		try (RawServer server = new RawServer(tls ? certificates.server() : ServerSocketFactory.getDefault(),
				Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url(), GatewayHttpClients.create(GatewaySettings.defaults(),
						tls ? certificates.trusting() : null, List.of()))) {
			root.setLevel(Level.TRACE);
			LoggerFactory.getLogger("org.apache.hc").trace("the log is listened to");
			gateway.ask(Gateways.LONG);
			gateway.ask(Gateways.LONG);
		}
		finally {
			root.setLevel(before);
		}
		assertThat(output).contains("the log is listened to");
		assertHarmless(output.getAll());
	}

	@Test
	void messageOfTheServerCanBeAskedFor() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.response("500 No", ECHO)));
				Gateways gateway = new Gateways(server.url())) {
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			assertThat(exception.serverMessage()).contains(Gateways.PROMPT);
		}
	}

	@Test
	void codesAndIdsOfTheServersOwnAreShown() throws IOException {
		String body = "{\"error\":{\"message\":\"no\",\"code\":\"rate_limit_exceeded\"}}";
		try (RawServer server = new RawServer(
				Script.always(RawServer.response("429 No", body, "X-Request-Id: 2026112310154")));
				Gateways gateway = new Gateways(server.url())) {
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			Fault fault = exception.fault();
			assertThat(fault.code()).isEqualTo("rate_limit_exceeded");
			assertThat(exception).hasMessage("m-1: " + fault.describe() + " [request id 2026112310154]");
		}
	}

	private static Arguments failure(String name, Script script) {
		return argumentSet(name, script);
	}

	private static String printed(Throwable exception) {
		StringWriter text = new StringWriter();
		exception.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	private static void assertHarmless(String text) {
		assertThat(text).doesNotContain(Gateways.KEY, Gateways.PROMPT, Gateways.ANSWER, "TopSecret");
	}

}
