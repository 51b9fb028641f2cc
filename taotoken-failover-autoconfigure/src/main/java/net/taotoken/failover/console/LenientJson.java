package net.taotoken.failover.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON documents that nobody has promised to write well.
 */
final class LenientJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private LenientJson() {
	}

	static JsonNode parse(String name, String text) {
		try {
			return MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			throw new UnusableDocumentException(name + ": the document is not JSON");
		}
	}

	/**
	 * The number that a node holds, also where it was written as a text.
	 * @param node a node
	 * @return a finite number, or {@code null}
	 */
	static @Nullable Double number(JsonNode node) {
		if (node.isNumber()) {
			return finite(node.doubleValue());
		}
		return node.isString() ? number(node.stringValue()) : null;
	}

	static @Nullable Double number(String text) {
		try {
			return finite(Double.parseDouble(text.strip()));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

}
