package net.taotoken.failover.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.taotoken.failover.fault.rules.FaultRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of the errors of gateways and suppliers, row by row.
 */
class FaultCatalogueTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void rowIsClassified(Row row) {
		Fault fault = FaultRules.standard()
			.classify(new ErrorResponse(row.status(), ErrorResponse.Headers.none(), row.body()), Instant.EPOCH);
		assertThat(fault.kind().id() + " / " + fault.scope()).isEqualTo(row.kind() + " / " + row.scope());
		assertThat(fault.status()).isEqualTo(row.status());
	}

	@Test
	void everyRowOfTheCatalogueIsThere() {
		Set<String> bodies = Set.of("H01", "H02", "H03", "H08", "H10", "H11", "H12", "H17", "H18");
		Set<String> expected = Stream.of(ids("N", 45), ids("P", 49), bodies.stream())
			.flatMap((ids) -> ids)
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> present = rows().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
		assertThat(present).isEqualTo(expected);
	}

	private static Stream<String> ids(String letter, int last) {
		return IntStream.rangeClosed(1, last).mapToObj((number) -> "%s%02d".formatted(letter, number));
	}

	static Stream<Row> rows() {
		try (InputStream catalogue = FaultCatalogueTests.class.getResourceAsStream("fault-catalogue.txt")) {
			String text = new String(catalogue.readAllBytes(), StandardCharsets.UTF_8);
			return text.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).flatMap(Row::parse);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Row(String id, int status, String kind, String scope, String body) {

		static Stream<Row> parse(String line) {
			String[] columns = line.split("\\s*\\|\\s*", 5);
			String body = columns[4].startsWith("body:") ? columns[4].replaceFirst("body:\\s*\\|\\s*", "")
					: json(columns[4].split("\\s*\\|\\s*", 3));
			return Stream.of(columns[1].split(","))
				.map((status) -> new Row(columns[0], Integer.parseInt(status), columns[2], columns[3], body));
		}

		private static String json(String[] columns) {
			Map<String, Object> error = new LinkedHashMap<>();
			error.put("message", columns[2]);
			error.put("type", columns[0].equals("-") ? null : columns[0]);
			error.put("param", "");
			error.put("code", columns[1].equals("-") ? "" : columns[1]);
			return MAPPER.writeValueAsString(Map.of("error", error));
		}

		@Override
		public String toString() {
			return this.id + " " + this.status + " " + this.body;
		}

	}

}
