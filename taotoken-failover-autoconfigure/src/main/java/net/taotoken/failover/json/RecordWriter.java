package net.taotoken.failover.json;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Writes a record that every call writes, field by field. Jackson could do so by itself,
 * but asks each component by reflection, and most of them are empty.
 *
 * @param <T> the type of the record
 */
public abstract class RecordWriter<T> extends ValueSerializer<T> {

	/**
	 * Write all fields.
	 * @param record the record
	 * @param fields where to write them
	 */
	protected abstract void write(T record, Fields fields);

	@Override
	public final void serialize(T record, JsonGenerator json, SerializationContext context) {
		json.writeStartObject(record);
		write(record, new Fields(record, json, context));
		json.writeEndObject();
	}

	@Override
	public final void serializeWithType(T record, JsonGenerator json, SerializationContext context,
			TypeSerializer type) {
		WritableTypeId typeId = type.writeTypePrefix(json, context, type.typeId(record, JsonToken.START_OBJECT));
		write(record, new Fields(record, json, context));
		type.writeTypeSuffix(json, context, typeId);
	}

	/**
	 * The fields of one object. Nothing is written of what is {@code null} or an empty
	 * collection.
	 *
	 * @param record what is written
	 * @param json where it is written to
	 * @param context writes the values
	 */
	public record Fields(Object record, JsonGenerator json, SerializationContext context) {

		public Fields text(String name, @Nullable String value) {
			if (value != null) {
				this.json.writeStringProperty(name, value);
			}
			return this;
		}

		/** A text that is written even if there is none. */
		public Fields textOrNull(String name, @Nullable String value) {
			this.json.writeName(name);
			if (value != null) {
				this.json.writeString(value);
			}
			else {
				this.json.writeNull();
			}
			return this;
		}

		public Fields value(String name, @Nullable Object value) {
			if (value != null) {
				write(name, value);
			}
			return this;
		}

		public Fields list(String name, Collection<?> values) {
			return value(name, values.isEmpty() ? null : values);
		}

		public Fields map(String name, Map<String, ?> values) {
			return value(name, values.isEmpty() ? null : values);
		}

		/** The fields without a component, also those that are {@code null}. */
		public void extra(Map<String, @Nullable Object> extra) {
			if (!extra.isEmpty()) {
				extra.forEach(this::write);
			}
		}

		@SuppressWarnings("NullAway")
		private void write(String name, @Nullable Object value) {
			this.json.writeName(name);
			try {
				this.context.writeValue(this.json, value);
			}
			catch (JacksonException ex) {
				throw ex.prependPath(this.record, name);
			}
		}

	}

}
