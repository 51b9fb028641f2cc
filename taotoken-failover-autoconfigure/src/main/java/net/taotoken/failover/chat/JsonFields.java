package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * The fields of one JSON object, one after the other. {@code null} reads as nothing in
 * all types.
 */
final class JsonFields {

	private static final TypeReference<Map<String, Number>> NUMBERS = new TypeReference<>() {
	};

	private final JsonParser parser;

	private final DeserializationContext context;

	private String name = "";

	private @Nullable Map<String, @Nullable Object> extra;

	JsonFields(JsonParser parser, DeserializationContext context) {
		this.parser = parser;
		this.context = context;
	}

	/**
	 * Go to the next field.
	 * @return whether there is one
	 */
	boolean next() {
		String next = this.parser.nextName();
		if (next == null) {
			return false;
		}
		this.name = next;
		this.parser.nextToken();
		return true;
	}

	/** The name of the field that is read. */
	String name() {
		return this.name;
	}

	/** A text, or another scalar in its spelling. */
	@Nullable String text() {
		return this.parser.hasToken(JsonToken.VALUE_STRING) ? this.parser.getString() : value(String.class);
	}

	/** A whole number, by {@link LenientNumbers}. */
	@Nullable Long number() {
		return LenientNumbers.read(this.parser);
	}

	/** A whole number that is an {@code int}, by {@link LenientNumbers}. */
	@Nullable Integer integer() {
		Long number = number();
		return (number != null && number == number.intValue()) ? Integer.valueOf(number.intValue()) : null;
	}

	/** A value of a simple type, as Jackson reads it. */
	<T> @Nullable T value(Class<T> type) {
		return isNull() ? null : this.context.readValue(this.parser, type);
	}

	/** Any value. */
	@Nullable Object any() {
		return value(Object.class);
	}

	/** A value with a reader of its own, which also says what {@code null} means. */
	@SuppressWarnings({ "unchecked", "NullAway" })
	<T> @Nullable T value(ValueDeserializer<T> reader) {
		return isNull() ? (T) reader.getNullValue(this.context) : reader.deserialize(this.parser, this.context);
	}

	/** A value with a reader of its own; an empty text counts as nothing. */
	<T> @Nullable T valueOrEmpty(ValueDeserializer<T> reader) {
		return isEmptyText() ? null : value(reader);
	}

	/** Any fields; an empty text counts as nothing. */
	@SuppressWarnings("unchecked")
	@Nullable Map<String, @Nullable Object> mapOrNull() {
		if (isNull() || isEmptyText()) {
			return null;
		}
		return (Map<String, @Nullable Object>) (this.parser.isExpectedStartObjectToken() ? any()
				: this.context.handleUnexpectedToken(Map.class, this.parser));
	}

	/** Any fields, none of them for nothing. */
	Map<String, @Nullable Object> map() {
		return Objects.requireNonNullElse(mapOrNull(), Map.of());
	}

	/** Numbers by name; an empty text counts as nothing. */
	Map<String, Number> numbers() {
		return (isNull() || isEmptyText()) ? Map.of() : this.context.readValue(this.parser, NUMBERS);
	}

	/** Elements with a reader of their own; an empty text counts as nothing. */
	@SuppressWarnings("unchecked")
	<T> List<T> list(ValueDeserializer<T> reader) {
		if (isNull() || isEmptyText()) {
			return List.of();
		}
		if (!this.parser.isExpectedStartArrayToken()) {
			return (List<T>) this.context.handleUnexpectedToken(List.class, this.parser);
		}
		List<T> list = new ArrayList<>(1);
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			addElement(list, reader);
		}
		return list;
	}

	/** Texts; a single one is a list, too. */
	List<String> texts() {
		if (isNull() || isEmptyText()) {
			return List.of();
		}
		return this.parser.isExpectedStartArrayToken()
				? Arrays.asList(this.context.readValue(this.parser, String[].class))
				: List.of(this.context.readValue(this.parser, String.class));
	}

	/** Keep the field as it is, for want of a place of its own. */
	void keep() {
		if (this.extra == null) {
			this.extra = new LinkedHashMap<>();
		}
		this.extra.put(this.name, any());
	}

	/** All fields that were kept, in their order. */
	Map<String, @Nullable Object> extra() {
		return (this.extra != null) ? this.extra : Map.of();
	}

	private <T> void addElement(List<T> list, ValueDeserializer<T> reader) {
		int index = list.size();
		try {
			T element = value(reader);
			if (element != null) {
				list.add(element);
			}
		}
		catch (JacksonException ex) {
			throw ex.prependPath(list, index);
		}
	}

	private boolean isNull() {
		return this.parser.hasToken(JsonToken.VALUE_NULL);
	}

	private boolean isEmptyText() {
		return this.parser.hasToken(JsonToken.VALUE_STRING) && this.parser.getStringLength() == 0;
	}

}
