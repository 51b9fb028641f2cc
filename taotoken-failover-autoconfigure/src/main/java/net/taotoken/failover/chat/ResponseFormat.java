package net.taotoken.failover.chat;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The form that an answer must have.
 *
 * @param type {@code text}, {@code json_object} or {@code json_schema}
 * @param jsonSchema the name, the schema and whether it is strict, for
 * {@code json_schema}
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = ResponseFormat.Reader.class)
public record ResponseFormat(@Nullable String type,
		@JsonProperty("json_schema") @Nullable Map<String, @Nullable Object> jsonSchema,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public ResponseFormat {
		jsonSchema = (jsonSchema != null) ? Copies.map(jsonSchema) : null;
		extra = Copies.extra(ResponseFormat.class, extra);
	}

	/**
	 * Any JSON object. Most models want the word JSON in the prompt as well.
	 * @return the format
	 */
	public static ResponseFormat jsonObject() {
		return new ResponseFormat("json_object", null, Map.of());
	}

	/**
	 * JSON that follows a schema strictly.
	 * @param name a name for the schema: letters, digits, dashes and underscores
	 * @param schema the JSON schema
	 * @return the format
	 */
	public static ResponseFormat jsonSchema(String name, Map<String, @Nullable Object> schema) {
		Map<String, @Nullable Object> jsonSchema = new LinkedHashMap<>();
		jsonSchema.put("name", name);
		jsonSchema.put("strict", true);
		jsonSchema.put("schema", Copies.map(schema));
		return new ResponseFormat("json_schema", jsonSchema, Map.of());
	}

	@Override
	public String toString() {
		return "ResponseFormat[type=" + this.type + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ResponseFormat> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ResponseFormat.class);
		}

		@Override
		protected ResponseFormat read(JsonFields fields) {
			String type = null;
			Map<String, @Nullable Object> jsonSchema = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "type" -> type = fields.text();
					case "json_schema" -> jsonSchema = fields.mapOrNull();
					default -> fields.keep();
				}
			}
			return new ResponseFormat(type, jsonSchema, fields.extra());
		}

	}

}
