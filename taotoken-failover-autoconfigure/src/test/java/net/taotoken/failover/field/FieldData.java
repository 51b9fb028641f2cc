package net.taotoken.failover.field;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.StreamSupport;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of cases.
 */
final class FieldData {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private FieldData() {
	}

	static String text(String file) {
		try (InputStream in = FieldData.class.getResourceAsStream("/field/" + file)) {
			return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Stream<JsonNode> json(String file) {
		return StreamSupport.stream(MAPPER.readTree(text(file)).spliterator(), false);
	}

}
