package net.taotoken.failover;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls with a request that is too large for a server, which says so by its head alone,
 * or says nothing and breaks the connection.
 */
@Timeout(60)
class LargeRequestFailoverTests {

	private static final ChatCompletionRequest LARGE = ChatCompletionRequest.of("x".repeat(8 << 20));

	private static final ChatCompletionRequest SMALL = ChatCompletionRequest.of("Why is the sky blue?");

	private static final String TOO_LARGE = RawServer.response("413 Content Too Large",
			"{\"error\":{\"message\":\"too large\"}}", "Connection: close");

	@SuppressWarnings("NullAway.Init")
	private RawServer server;

	@SuppressWarnings("NullAway.Init")
	private TemplateOver templates;

	@AfterEach
	void close() throws IOException {
		this.templates.close();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void earlyRefusalIsReadAndTakesNoModelOut(Way way) throws IOException {
		TaotokenTemplate template = template((connection) -> connection.send(TOO_LARGE));
		for (int call = 1; call <= 3; call++) {
			FailoverException failure = catchThrowableOfType(FailoverException.class, () -> way.ask(template));
			assertThat(failure.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(failure.fault().status()).isEqualTo(413);
			assertThat(failure.retryAfter()).isNull();
			assertThat(this.server.connections()).as("two opinions a call").isEqualTo(2 * call);
		}
		assertThatAllIsWell(template);
	}

	@ParameterizedTest
	@EnumSource
	void breakWhileARequestIsWrittenTakesNoModelOut(Way way) throws IOException {
		TaotokenTemplate template = template(RawServer.Connection::reset);
		for (int call = 1; call <= 3; call++) {
			FailoverException failure = catchThrowableOfType(FailoverException.class, () -> way.ask(template));
			assertThat(failure.attempts()).hasSize(2);
			assertThat(this.server.connections()).isEqualTo(2 * call);
		}
		assertThatAllIsWell(template);
	}

	private void assertThatAllIsWell(TaotokenTemplate template) {
		for (String model : List.of("a", "b", "c")) {
			assertThat(this.templates.tracker.snapshot(model).isHealthy()).isTrue();
			assertThat(this.templates.tracker.snapshot(model).errors()).isZero();
		}
		assertThat(template.chat(SMALL).text()).isEqualTo("small");
	}

	private TaotokenTemplate template(Script refusing) throws IOException {
		this.server = new RawServer((connection) -> {
			int length = connection.readHead();
			if (length > 1 << 20) {
				refusing.serve(connection);
				return;
			}
			connection.readBody(length);
			connection.send(ModelServer.streamed("a", "small"));
		});
		this.templates = new TemplateOver(this.server.url());
		return this.templates.models("a", "b", "c");
	}

	/**
	 * How the answer is asked for.
	 */
	private enum Way {

		WHOLE((template) -> template.chat(LARGE)),

		STREAMED((template) -> template.stream(LARGE));

		private final Consumer<TaotokenTemplate> asks;

		Way(Consumer<TaotokenTemplate> asks) {
			this.asks = asks;
		}

		void ask(TaotokenTemplate template) {
			this.asks.accept(template);
		}

	}

}
