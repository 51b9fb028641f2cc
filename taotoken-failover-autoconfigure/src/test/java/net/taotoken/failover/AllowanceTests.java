package net.taotoken.failover;

import java.io.IOException;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.health.HealthSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What good answers announce of limits, over real sockets.
 */
class AllowanceTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("?");

	private static final String LITTLE = "x-ratelimit-limit-requests: 100\r\nx-ratelimit-remaining-requests: 2\r\n"
			+ "x-ratelimit-reset-requests: 30m\r\n";

	private static final String ENOUGH = LITTLE.replace("remaining-requests: 2", "remaining-requests: 50");

	@ParameterizedTest
	@ValueSource(strings = { "stream", "whole", "one piece" })
	void modelOfWhichLittleIsLeftIsAskedAfterTheOthers(String way) throws IOException {
		try (ModelServer server = new ModelServer().replies("a", streamed("a", LITTLE), whole("a", LITTLE))
			.replies("b", streamed("b", ENOUGH), whole("b", ENOUGH)); TemplateOver over = new TemplateOver(server)) {
			TaotokenTemplate template = (way.equals("one piece") ? over.inOnePiece() : over).models("a", "b");
			assertThat(ask(template, way)).isEqualTo("a");
			assertThat(ask(template, way)).isEqualTo("b");
			assertThat(over.tracker.snapshot("a").demotedBecause())
				.isEqualTo("2 % of a limit is left, and more in 1800s");
			assertThat(over.tracker.snapshot("a").isHealthy()).isTrue();
			assertThat(over.tracker.snapshot("b").demotedBecause()).isNull();
		}
	}

	@Test
	void modelsOfWhichLittleIsLeftAreAskedIfThereAreNoOthers() throws IOException {
		try (ModelServer server = new ModelServer().sends("a", streamed("a", LITTLE));
				TemplateOver over = new TemplateOver(server)) {
			TaotokenTemplate template = over.models("a");
			ask(template, "whole");
			assertThat(ask(template, "whole")).isEqualTo("a");
		}
	}

	@Test
	void announcementsMayBeIgnored() throws IOException {
		try (ModelServer server = new ModelServer().sends("a", streamed("a", LITTLE));
				TemplateOver over = new TemplateOver(server)) {
			over.tracker.configure(HealthSettings.builder().demoteBelow(0).build());
			TaotokenTemplate template = over.models("a", "b");
			ask(template, "whole");
			assertThat(ask(template, "whole")).isEqualTo("a");
		}
	}

	private static @Nullable String ask(TaotokenTemplate template, String way) {
		if (!way.equals("stream")) {
			return template.chat(REQUEST).model();
		}
		try (ChatStream stream = template.stream(REQUEST)) {
			return stream.complete().model();
		}
	}

	private static String streamed(String model, String headers) {
		return with(headers, ModelServer.streamed(model, "x"));
	}

	private static String whole(String model, String headers) {
		return with(headers, ModelServer.whole(model, "x"));
	}

	private static String with(String headers, String response) {
		return response.replaceFirst("Content-Type", headers + "Content-Type");
	}

}
