package net.taotoken.failover.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import net.taotoken.failover.fault.retryafter.WaitTime;
import net.taotoken.failover.fault.rules.FaultRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors that are easily taken for something else, and other wordings of each kind.
 */
class ErrorWordingTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "fieldErrors", "reportedErrors", "wordings" })
	void errorIsClassified(Row row) {
		assertThat(row.found(row.response())).isEqualTo(row.expected());
	}

	static Stream<Row> fieldErrors() {
		return rows("field-errors.psv");
	}

	static Stream<Row> reportedErrors() {
		return rows("reported-errors.psv");
	}

	static Stream<Row> wordings() {
		return rows("error-wordings.psv");
	}

	private static Stream<Row> rows(String resource) {
		try (InputStream rows = ErrorWordingTests.class.getResourceAsStream(resource)) {
			String text = new String(rows.readAllBytes(), StandardCharsets.UTF_8);
			return text.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).map(Row::parse);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * One error and what it means.
	 *
	 * @param expected the kind, the scope, what the model lacks, and the wait if one is
	 * expected
	 */
	record Row(String id, String expected, @Nullable Duration delay, ErrorResponse response) {

		static Row parse(String line) {
			String[] columns = line.split(" \\| ?", 8);
			Duration delay = columns[4].equals("-") ? null : WaitTime.units(columns[4]);
			return new Row(columns[0], columns[1] + " / " + columns[2] + " / " + columns[3] + " / " + delay, delay,
					new ErrorResponse(Integer.parseInt(columns[5]), headers(columns[6]), columns[7]));
		}

		private static ErrorResponse.Headers headers(String column) {
			String[] header = column.split(": ", 2);
			return (header.length == 2) ? ErrorResponse.Headers.of(Map.of(header[0], header[1]))
					: ErrorResponse.Headers.none();
		}

		String found(ErrorResponse response) {
			Fault fault = FaultRules.standard().classify(response, Instant.EPOCH);
			return fault.kind() + " / " + fault.scope() + (fault.proven() ? "" : "?") + " / "
					+ ((fault.lacks() != null) ? fault.lacks() : "-") + " / "
					+ ((this.delay != null) ? fault.retryAfter() : null);
		}

		@Override
		public String toString() {
			return this.id + " " + this.response.status() + " " + this.response.body();
		}

	}

}
