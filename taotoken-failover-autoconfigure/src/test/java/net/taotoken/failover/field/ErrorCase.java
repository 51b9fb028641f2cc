package net.taotoken.failover.field;

import java.time.Duration;
import java.util.stream.Stream;

import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.ModelHealthSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A row of {@code field/errors.txt}, whose head explains the columns.
 */
record ErrorCase(String id, int status, String header, String kind, String turns, String effect, String body) {

	static Stream<ErrorCase> all() {
		return FieldData.text("errors.txt")
			.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.split("\\s+\\|\\s+", 7))
			.map((column) -> new ErrorCase(column[0], Integer.parseInt(column[1]), column[2], column[3], column[4],
					column[5], column[6]));
	}

	String response() {
		String type = this.header.startsWith("Content-Type") ? this.header : "Content-Type: application/json";
		String further = this.header.startsWith("Retry-After") ? "\r\n" + this.header : "";
		return RawServer.response(this.status + " x", this.body, type + further)
			.replaceFirst("Content-Type: application/json\r\n", "");
	}

	boolean isUnproven() {
		return this.kind.equals("-");
	}

	boolean mayEndTheCall() {
		return this.turns.equals("fail");
	}

	int mostRequests() {
		return this.turns.equals("again") ? 2 : 1;
	}

	void assertThatEffectIsRightOn(ModelHealthSnapshot health) {
		Duration out = health.coolDownRemaining();
		switch (this.effect) {
			case "any" -> {
			}
			case "none" -> {
				assertThat(health.isHealthy()).as("in").isTrue();
				assertThat(health.errors()).as("errors").isZero();
			}
			case "seconds" -> assertThat(out).isLessThanOrEqualTo(Duration.ofSeconds(10));
			case "minutes" -> assertThat(out).isGreaterThanOrEqualTo(Duration.ofSeconds(50));
			case "out" -> assertThat(health.isHealthy()).as("in").isFalse();
			default -> {
				Duration dictated = Duration.parse("PT" + this.effect);
				assertThat(out).isBetween(dictated.minusSeconds(2), dictated.multipliedBy(5).dividedBy(4));
			}
		}
	}

	@Override
	public String toString() {
		return this.id;
	}

}
