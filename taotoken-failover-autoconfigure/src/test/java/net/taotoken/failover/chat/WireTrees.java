package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares JSON before and after its way through the records. Numbers are equal if their
 * values are.
 */
final class WireTrees {

	private static final JsonMapper MAPPER = WireJson.mapper();

	private WireTrees() {
	}

	static JsonNode read(String json) {
		return MAPPER.readTree(json);
	}

	static JsonNode through(Class<?> type, JsonNode json) {
		Object value = MAPPER.readValue(MAPPER.writeValueAsBytes(json), type);
		return MAPPER.readTree(MAPPER.writeValueAsBytes(value));
	}

	/**
	 * Asserts that nothing is lost, changed or invented but for the fields named, which
	 * are nulls and empty lists that mean the same as nothing.
	 */
	static void assertSurvives(Class<?> type, String json, String... vanishing) {
		JsonNode expected = read(json);
		for (String pointer : vanishing) {
			JsonPointer path = JsonPointer.compile(pointer);
			JsonNode removed = ((ObjectNode) expected.at(path.head())).remove(path.last().getMatchingProperty());
			assertThat(removed.isNull() || (removed.isContainer() && removed.isEmpty())).as(pointer).isTrue();
		}
		assertSame(through(type, read(json)), expected);
	}

	static void assertSame(JsonNode actual, JsonNode expected) {
		assertThat(actual.equals(WireTrees::compare, expected)).as("%nexpected %s%nbut was %s", expected, actual)
			.isTrue();
	}

	static List<ObjectNode> objectsIn(JsonNode tree) {
		List<ObjectNode> objects = new ArrayList<>();
		collectObjects(tree, objects);
		return objects;
	}

	private static void collectObjects(JsonNode node, List<ObjectNode> objects) {
		if (node instanceof ObjectNode object) {
			objects.add(object);
			object.forEach((child) -> collectObjects(child, objects));
		}
		if (node instanceof ArrayNode array) {
			array.forEach((child) -> collectObjects(child, objects));
		}
	}

	private static int compare(JsonNode one, JsonNode other) {
		if (one.isNumber() && other.isNumber()) {
			return one.decimalValue().compareTo(other.decimalValue());
		}
		return one.equals(other) ? 0 : 1;
	}

}
