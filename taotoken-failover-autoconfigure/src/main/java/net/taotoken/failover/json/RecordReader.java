package net.taotoken.failover.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads a record field by field. Jackson could do so by itself, but gathers the arguments
 * of a constructor in maps and arrays first, and hands it the unknown fields in reverse.
 *
 * @param <T> the type of the record
 */
public abstract class RecordReader<T> extends ValueDeserializer<T> {

	private final Class<T> type;

	public RecordReader(Class<T> type) {
		this.type = type;
	}

	/**
	 * Read all fields and make the record of them.
	 * @param fields the fields of an object
	 * @return the record
	 */
	protected abstract T read(JsonFields fields);

	@Override
	public final T deserialize(JsonParser parser, DeserializationContext context) {
		if (!isObject(parser)) {
			return this.type.cast(context.handleUnexpectedToken(this.type, parser));
		}
		JsonFields fields = new JsonFields(parser, context);
		try {
			return read(fields);
		}
		catch (JacksonException ex) {
			throw fields.at(this.type, ex);
		}
		catch (IllegalArgumentException ex) {
			throw context.instantiationException(this.type, ex);
		}
	}

	private static boolean isObject(JsonParser parser) {
		return parser.isExpectedStartObjectToken() || parser.hasToken(JsonToken.PROPERTY_NAME)
				|| parser.hasToken(JsonToken.END_OBJECT);
	}

}
