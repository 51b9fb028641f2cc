package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.Map;

import dev.langchain4j.internal.JsonSchemaElementUtils;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The oracle is LangChain4j's own mapper, which is internal to it.
 */
class JsonSchemaMapperTests {

	static List<JsonSchemaElement> schemas() {
		JsonObjectSchema everything = JsonObjectSchema.builder()
			.description("all")
			.addProperty("text", JsonStringSchema.builder().description("a text").build())
			.addProperty("count", new JsonIntegerSchema())
			.addProperty("share", JsonNumberSchema.builder().description("a share").build())
			.addProperty("yes", new JsonBooleanSchema())
			.addProperty("nothing", new JsonNullSchema())
			.addProperty("level", JsonEnumSchema.builder().enumValues("LOW", "HIGH").description("a level").build())
			.addProperty("list", JsonArraySchema.builder().description("a list").items(new JsonStringSchema()).build())
			.addProperty("any",
					JsonAnyOfSchema.builder()
						.description("either")
						.anyOf(new JsonStringSchema(), new JsonIntegerSchema())
						.build())
			.addProperty("child", JsonReferenceSchema.builder().reference("node").build())
			.definitions(Map.of("node", JsonObjectSchema.builder().addStringProperty("name").required("name").build()))
			.required("text", "count", "share", "yes", "nothing", "level", "list", "any", "child")
			.build();
		return List.of(everything, JsonObjectSchema.builder().build(), new JsonStringSchema(),
				JsonRawSchema.from("{\"type\":\"object\",\"x\":[1,{\"y\":null}]}"),
				JsonObjectSchema.builder().addIntegerProperty("maybe").build());
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void plainSchemaIsThatOfLangChain4j(JsonSchemaElement schema) {
		assertThat(new JsonSchemaMapper(false).map(schema)).isEqualTo(JsonSchemaElementUtils.toMap(schema));
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void strictSchemaIsThatOfLangChain4j(JsonSchemaElement schema) {
		assertThat(json(new JsonSchemaMapper(true).map(schema)))
			.isEqualTo(json(JsonSchemaElementUtils.toMap(schema, true)));
	}

	@Test
	void optionalFieldsOfAStrictSchemaMayBeNull() {
		JsonObjectSchema schema = JsonObjectSchema.builder()
			.addProperty("text", new JsonStringSchema())
			.addProperty("level", JsonEnumSchema.builder().enumValues("LOW").build())
			.addProperty("any", JsonAnyOfSchema.builder().anyOf(new JsonStringSchema()).build())
			.addProperty("child", JsonReferenceSchema.builder().reference("node").build())
			.build();
		assertThat(json(new JsonSchemaMapper(true).map(schema)))
			.isEqualTo("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":[\"string\",\"null\"]},"
					+ "\"level\":{\"type\":[\"string\",\"null\"],\"enum\":[\"LOW\",null]},"
					+ "\"any\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]},"
					+ "\"child\":{\"anyOf\":[{\"$ref\":\"#/$defs/node\"},{\"type\":\"null\"}]}},"
					+ "\"required\":[\"text\",\"level\",\"any\",\"child\"],\"additionalProperties\":false}");
	}

	@Test
	void nothingIsAnObjectWithoutFields() {
		assertThat(json(new JsonSchemaMapper(false).map(null)))
			.isEqualTo("{\"type\":\"object\",\"properties\":{},\"required\":[]}");
	}

	@Test
	void moreFieldsAreAllowedOrForbiddenAsTheSchemaSays() {
		JsonObjectSchema schema = JsonObjectSchema.builder().additionalProperties(true).build();
		assertThat(json(new JsonSchemaMapper(false).map(schema))).contains("\"additionalProperties\":true");
		assertThat(json(new JsonSchemaMapper(true).map(schema))).contains("\"additionalProperties\":false");
	}

	@Test
	void rawSchemaThatIsNoJsonIsRefusedWithoutQuotingIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JsonSchemaMapper(false).map(JsonRawSchema.from("Secret")))
			.withMessageContaining("JsonRawSchema")
			.withMessageNotContaining("Secret")
			.withNoCause();
	}

	private static String json(Map<String, ?> schema) {
		return WireJson.mapper().writeValueAsString(schema);
	}

}
