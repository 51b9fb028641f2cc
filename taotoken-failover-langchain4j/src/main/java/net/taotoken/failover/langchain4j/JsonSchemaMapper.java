package net.taotoken.failover.langchain4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * JSON schemas of LangChain4j, in the form of the protocol. In the strict form all fields
 * of an object are required, those that were optional may be {@code null}, and there are
 * no others.
 */
final class JsonSchemaMapper {

	private static final TypeReference<Map<String, @Nullable Object>> SCHEMA = new TypeReference<>() {
	};

	private final boolean strict;

	JsonSchemaMapper(boolean strict) {
		this.strict = strict;
	}

	/**
	 * Map a schema.
	 * @param schema an object, or {@code null} for one without fields
	 * @return the schema
	 */
	Map<String, @Nullable Object> map(@Nullable JsonSchemaElement schema) {
		return (schema != null) ? element(schema, true) : object(JsonObjectSchema.builder().build(), true);
	}

	private Map<String, @Nullable Object> element(JsonSchemaElement schema, boolean required) {
		if (schema instanceof JsonObjectSchema object) {
			return object(object, required);
		}
		if (schema instanceof JsonArraySchema array) {
			Map<String, @Nullable Object> map = typed("array", array, required);
			map.put("items", (array.items() != null) ? element(array.items(), true) : Map.of());
			return map;
		}
		if (schema instanceof JsonEnumSchema choice) {
			return choice(choice, required);
		}
		if (schema instanceof JsonAnyOfSchema anyOf) {
			return anyOf(anyOf, required);
		}
		if (schema instanceof JsonReferenceSchema reference) {
			return optional(Map.of("$ref", "#/$defs/" + reference.reference()), required);
		}
		return (schema instanceof JsonRawSchema raw) ? read(raw) : typed(scalar(schema), schema, required);
	}

	private static String scalar(JsonSchemaElement schema) {
		if (schema instanceof JsonStringSchema) {
			return "string";
		}
		if (schema instanceof JsonIntegerSchema) {
			return "integer";
		}
		if (schema instanceof JsonNumberSchema) {
			return "number";
		}
		if (schema instanceof JsonBooleanSchema) {
			return "boolean";
		}
		if (schema instanceof JsonNullSchema) {
			return "null";
		}
		throw new IllegalArgumentException(
				"There is no JSON schema for " + schema.getClass().getName() + ": write it as a JsonRawSchema");
	}

	private Map<String, @Nullable Object> object(JsonObjectSchema schema, boolean required) {
		Map<String, @Nullable Object> map = typed("object", schema, required);
		Map<String, @Nullable Object> properties = new LinkedHashMap<>();
		schema.properties()
			.forEach((name, property) -> properties.put(name,
					element(property, schema.required() != null && schema.required().contains(name))));
		map.put("properties", properties);
		map.put("required", required(schema));
		Boolean additional = this.strict ? Boolean.FALSE : schema.additionalProperties();
		if (additional != null) {
			map.put("additionalProperties", additional);
		}
		if (schema.definitions() != null && !schema.definitions().isEmpty()) {
			Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
			schema.definitions().forEach((name, definition) -> definitions.put(name, element(definition, true)));
			map.put("$defs", definitions);
		}
		return map;
	}

	private List<String> required(JsonObjectSchema schema) {
		if (this.strict) {
			return List.copyOf(schema.properties().keySet());
		}
		return (schema.required() != null) ? schema.required() : List.of();
	}

	private Map<String, @Nullable Object> choice(JsonEnumSchema schema, boolean required) {
		Map<String, @Nullable Object> map = typed("string", schema, required);
		List<@Nullable String> values = new ArrayList<>(schema.enumValues());
		if (mayBeNull(required)) {
			values.add(null);
		}
		map.put("enum", values);
		return map;
	}

	private Map<String, @Nullable Object> anyOf(JsonAnyOfSchema schema, boolean required) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		if (schema.description() != null) {
			map.put("description", schema.description());
		}
		List<Object> options = new ArrayList<>();
		schema.anyOf().forEach((option) -> options.add(element(option, true)));
		if (mayBeNull(required)) {
			options.add(Map.of("type", "null"));
		}
		map.put("anyOf", options);
		return map;
	}

	private Map<String, @Nullable Object> optional(Map<String, @Nullable Object> schema, boolean required) {
		return mayBeNull(required) ? Map.of("anyOf", List.of(schema, Map.of("type", "null"))) : schema;
	}

	private Map<String, @Nullable Object> typed(String type, JsonSchemaElement schema, boolean required) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("type", (mayBeNull(required) && !"null".equals(type)) ? List.of(type, "null") : type);
		if (schema.description() != null) {
			map.put("description", schema.description());
		}
		return map;
	}

	private boolean mayBeNull(boolean required) {
		return this.strict && !required;
	}

	private static Map<String, @Nullable Object> read(JsonRawSchema schema) {
		try {
			return WireJson.mapper().readValue(schema.schema(), SCHEMA);
		}
		catch (JacksonException ex) {
			// its message may quote the schema
			throw new IllegalArgumentException("A JsonRawSchema is not a JSON object");
		}
	}

}
