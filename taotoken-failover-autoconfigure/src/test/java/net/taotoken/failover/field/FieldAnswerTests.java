package net.taotoken.failover.field;

import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies under status 200 from the field, each through a whole application and over a
 * socket, asked for unstreamed as well as streamed: some gateways answer either in the
 * same way.
 */
class FieldAnswerTests {

	private final FieldGateway gateway = new FieldGateway();

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("rowsAndRequests")
	void bodyIsTakenForWhatItIs(Row row, boolean streamed) {
		this.gateway.sends("a", RawServer.response("200 OK", row.body(), "X: y")
			.replace("Content-Type: application/json", "Content-Type: " + row.type()));
		try (FieldApplication application = FieldApplication.with(this.gateway,
				"taotoken.detect-hangs-by-streaming=" + streamed)) {
			Ending ending = Way.CHAT.ask(application);
			assertThat(ending.told()).isEqualTo(this.gateway.asked());
			switch (row.outcome()) {
				case "answer" -> assertThatItIsTheAnswer(row, ending, application);
				case "next" -> assertThatNextModelAnswers(ending);
				default -> assertThatItIsFiltered(row, ending);
			}
			assertThat(application.health("b").isHealthy()).isTrue();
		}
	}

	private void assertThatItIsTheAnswer(Row row, Ending ending, FieldApplication application) {
		assertThat(ending.fault()).isNull();
		assertThat(this.gateway.asked()).containsExactly("a");
		assertThat(ending.text()).isEqualTo(row.content());
		assertThat(application.health("a").errors()).isZero();
		assertThat(application.health("a").successes()).isEqualTo(1);
	}

	private void assertThatNextModelAnswers(Ending ending) {
		assertThat(ending.text()).isEqualTo(FieldGateway.greeting("b"));
		assertThat(this.gateway.asked()).startsWith("a").endsWith("b").doesNotContain("c");
		assertThat(Collections.frequency(this.gateway.asked(), "a")).isLessThanOrEqualTo(2);
	}

	private static void assertThatItIsFiltered(Row row, Ending ending) {
		if (ending.fault() != null) {
			assertThat(ending.fault().kind()).isEqualTo(FaultKind.CONTENT_REJECTED);
		}
		else {
			assertThat(ending.text()).isEqualTo(row.content());
			assertThat(ending.completion().finishReason().toLowerCase(Locale.ROOT)).isEqualTo("content_filter");
		}
	}

	static Stream<Arguments> rowsAndRequests() {
		return FieldData.json("answers.json")
			.map(Row::new)
			.flatMap((row) -> Stream.of(false, true).map((streamed) -> Arguments.of(row, streamed)));
	}

	/** A row of {@code field/answers.json}. */
	record Row(JsonNode json) {

		private String text(String field) {
			return this.json.get(field).asString();
		}

		String id() {
			return text("id");
		}

		String type() {
			return text("type");
		}

		/** {@code answer}, {@code next} for no answer at all, or {@code filtered}. */
		String outcome() {
			return text("outcome");
		}

		String content() {
			return text("content");
		}

		String body() {
			return text("body");
		}

		@Override
		public String toString() {
			return id();
		}

	}

}
