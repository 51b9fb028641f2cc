package net.taotoken.failover.springai;

import java.util.Map;

import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * Reads JSON schemas, which Spring AI has as text.
 */
final class SchemaReader {

	private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
	};

	private SchemaReader() {
	}

	/**
	 * Read a schema.
	 * @param subject what the schema is of, for the message of an exception
	 * @param schema the schema as JSON text
	 * @return the schema
	 * @throws IllegalArgumentException if it is not a JSON object
	 */
	static Map<String, @Nullable Object> read(String subject, String schema) {
		try {
			return WireJson.mapper().readValue(schema, OBJECT);
		}
		catch (JacksonException ex) {
			// without the cause, which may quote the text
			throw new IllegalArgumentException(subject + " is not a JSON object: write it as {\"type\":\"object\",…}");
		}
	}

}
