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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.type.TypeFactory;

/**
 * The fields of one JSON object, one after the other. {@code null} reads as nothing,
 * unless a reader of its own says otherwise.
 */
final class JsonFields {

	private static final TypeReference<Map<String, Number>> NUMBERS = new TypeReference<>() {
	};

	private final JsonParser parser;

	private final DeserializationContext context;

	private @Nullable String name;

	private boolean begun;

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
		// a name that cannot be read is no matter of the field before
		this.name = null;
		this.name = this.begun ? this.parser.nextName() : firstName();
		this.begun = true;
		if (this.name == null) {
			return false;
		}
		this.parser.nextToken();
		return true;
	}

	// behind a type id that a mapper has read, the object is open already
	private @Nullable String firstName() {
		if (this.parser.hasToken(JsonToken.END_OBJECT)) {
			return null;
		}
		return this.parser.hasToken(JsonToken.PROPERTY_NAME) ? this.parser.currentName() : this.parser.nextName();
	}

	/** The name of the field that is read. */
	String name() {
		return Objects.requireNonNull(this.name);
	}

	/** A failure with the place where it happened, if that is a field. */
	JacksonException at(Class<?> type, JacksonException failure) {
		return (this.name != null) ? failure.prependPath(type, this.name) : failure;
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

	/**
	 * Any value. The usual ones are not left to Jackson's reader of objects, which takes
	 * longer to be found than to read.
	 */
	@Nullable Object any() {
		return switch (this.parser.currentToken()) {
			case VALUE_STRING -> this.parser.getString();
			case VALUE_NUMBER_INT -> isOfPlainIntegers() ? this.parser.getNumberValue() : value(Object.class);
			case START_OBJECT -> mayNameTypes() ? value(Object.class) : object();
			default -> value(Object.class);
		};
	}

	private boolean isOfPlainIntegers() {
		return !this.context.isEnabled(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
				&& !this.context.isEnabled(DeserializationFeature.USE_LONG_FOR_INTS);
	}

	/** Whether the mapper looks for names of classes in objects. */
	private boolean mayNameTypes() {
		return this.context.getConfig().getDefaultTyper(TypeFactory.unknownType()) != null;
	}

	private Map<String, @Nullable Object> object() {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		JsonFields fields = new JsonFields(this.parser, this.context);
		while (fields.next()) {
			object.put(fields.name(), fields.any());
		}
		return object;
	}

	/** A value with a reader of its own, which also says what {@code null} means. */
	@SuppressWarnings({ "unchecked", "NullAway" })
	<T> @Nullable T value(ValueDeserializer<T> reader) {
		return isNull() ? (T) reader.getNullValue(this.context) : reader.deserialize(this.parser, this.context);
	}

	/** A value with a reader of its own; a blank text counts as nothing. */
	<T> @Nullable T valueUnlessBlank(ValueDeserializer<T> reader) {
		return isBlankText() ? null : value(reader);
	}

	/** Any fields; a blank text counts as nothing. */
	@SuppressWarnings("unchecked")
	@Nullable Map<String, @Nullable Object> mapOrNull() {
		if (isNull() || isBlankText()) {
			return null;
		}
		return (Map<String, @Nullable Object>) (this.parser.isExpectedStartObjectToken() ? any()
				: this.context.handleUnexpectedToken(Map.class, this.parser));
	}

	/** Any fields, none of them for nothing. */
	Map<String, @Nullable Object> map() {
		return Objects.requireNonNullElse(mapOrNull(), Map.of());
	}

	/** Numbers by name; a blank text counts as nothing. */
	Map<String, Number> numbers() {
		return (isNull() || isBlankText()) ? Map.of() : this.context.readValue(this.parser, NUMBERS);
	}

	/** Elements with a reader of their own; a blank text counts as nothing. */
	@SuppressWarnings("unchecked")
	<T> List<T> list(ValueDeserializer<T> reader) {
		if (isNull() || isBlankText()) {
			return List.of();
		}
		if (!this.parser.isExpectedStartArrayToken()) {
			return (List<T>) this.context.handleUnexpectedToken(List.class, this.parser);
		}
		List<T> list = new ArrayList<>(1);
		for (int index = 0; this.parser.nextToken() != JsonToken.END_ARRAY; index++) {
			addElement(list, reader, index);
		}
		return list;
	}

	/** Texts; a single one is a list, too. */
	List<String> texts() {
		if (isNull()) {
			return List.of();
		}
		if (this.parser.isExpectedStartArrayToken()) {
			return Arrays.asList(this.context.readValue(this.parser, String[].class));
		}
		String text = this.context.readValue(this.parser, String.class);
		return text.isEmpty() ? List.of() : List.of(text);
	}

	/** Keep the field as it is, for want of a place of its own. */
	void keep() {
		if (this.extra == null) {
			this.extra = new LinkedHashMap<>();
		}
		this.extra.put(name(), any());
	}

	/** All fields that were kept, in their order. */
	Map<String, @Nullable Object> extra() {
		return (this.extra != null) ? this.extra : Map.of();
	}

	private <T> void addElement(List<T> list, ValueDeserializer<T> reader, int index) {
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

	private boolean isBlankText() {
		return this.parser.hasToken(JsonToken.VALUE_STRING) && this.parser.getString().isBlank();
	}

}
