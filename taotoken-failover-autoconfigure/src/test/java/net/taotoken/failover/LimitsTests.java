package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.LimitUse;
import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Models with limits, over real sockets.
 */
class LimitsTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("?");

	@ParameterizedTest
	@ValueSource(strings = { "read", "closed" })
	void streamHoldsItsPlaceUntilItEnds(String end) throws IOException {
		try (ModelServer server = new ModelServer().sends("a", ModelServer.streamed("a", "x"))
			.sends("b", ModelServer.streamed("b", "x")); TemplateOver over = new TemplateOver(server)) {
			TaotokenTemplate template = impatient(over).models("a", "b");
			over.tracker.limit(Map.of("a", new ModelLimits(null, null, 1)));
			ChatStream stream = template.stream(REQUEST);
			assertThat(template.chat(REQUEST).model()).isEqualTo("b");
			if (end.equals("read")) {
				assertThat(stream.complete().model()).isEqualTo("a");
			}
			else {
				stream.close();
			}
			assertThat(template.chat(REQUEST).model()).isEqualTo("a");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stream", "whole", "one piece" })
	void tokensAreThoseOfTheAnswer(String way) throws IOException {
		try (ModelServer server = new ModelServer().replies("a", ModelServer.streamed("a", "x"),
				ModelServer.whole("a", "x")); TemplateOver over = new TemplateOver(server)) {
			TaotokenTemplate template = (way.equals("one piece") ? over.inOnePiece() : over).models("a");
			over.tracker.limit(Map.of("a", new ModelLimits(null, 10_000L, null)));
			ask(template, way);
			LimitUse use = Objects.requireNonNull(over.tracker.of("a").limitUse());
			assertThat(use.tokensLeft()).isEqualTo(10_000 - 3);
		}
	}

	@Test
	void refusalIsGivenItsPlaceBack() throws IOException {
		try (ModelServer server = new ModelServer().sends("a",
				RawServer.response("400 Bad Request", "{}", "Connection: close"));
				TemplateOver over = new TemplateOver(server)) {
			TaotokenTemplate template = over.models("a");
			over.tracker.limit(Map.of("a", new ModelLimits(100, null, 1)));
			assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> template.chat(REQUEST));
			LimitUse use = Objects.requireNonNull(over.tracker.of("a").limitUse());
			assertThat(use.concurrentLeft()).isOne();
			assertThat(use.requestsLeft()).as("asked by stream, and in one piece").isEqualTo(98);
		}
	}

	private static TemplateOver impatient(TemplateOver over) {
		return over.route((route) -> route.withRetry(route.retry().toBuilder().patience(Duration.ZERO).build()));
	}

	private static @Nullable String ask(TaotokenTemplate template, String way) {
		if (!way.equals("stream")) {
			return template.chat(REQUEST).model();
		}
		try (ChatStream stream = template.stream(REQUEST)) {
			return stream.complete().model();
		}
	}

}
