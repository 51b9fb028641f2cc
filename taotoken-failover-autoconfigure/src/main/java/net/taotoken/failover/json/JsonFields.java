package net.taotoken.failover.json;

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
 * <p>
 * An answer must not be lost for a field of a wrong shape: what cannot hold content, such
 * as {@code false} or an empty list, reads as nothing, and so does any wrong shape of a
 * field beside the content. Content of a wrong shape is refused. In a request, each wrong
 * shape is refused, so that its author learns of it.
 */
public final class JsonFields {

	private static final TypeReference<Map<String, Number>> NUMBERS = new TypeReference<>() {
	};

	private static final Object STRICT = new Object();

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
	public boolean next() {
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
	public String name() {
		return Objects.requireNonNull(this.name);
	}

	JsonParser parser() {
		return this.parser;
	}

	DeserializationContext context() {
		return this.context;
	}

	/** A failure with the place where it happened, if that is a field. */
	JacksonException at(Class<?> type, JacksonException failure) {
		return (this.name != null) ? failure.prependPath(type, this.name) : failure;
	}

	/** From here on, each wrong shape is refused. */
	public void beStrict() {
		this.context.setAttribute(STRICT, true);
	}

	boolean isStrict() {
		return this.context.getAttribute(STRICT) != null;
	}

	/** A text, or another scalar in its spelling; nothing for another shape. */
	public @Nullable String text() {
		if (this.parser.hasToken(JsonToken.VALUE_STRING)) {
			return this.parser.getString();
		}
		if (this.parser.currentToken().isScalarValue() || isStrict()) {
			return value(String.class);
		}
		this.parser.skipChildren();
		return null;
	}

	/** Those of the series that is read, or {@code null} if a single value is. */
	public @Nullable RepeatedTexts repeatedTexts() {
		return (RepeatedTexts) this.context.getAttribute(RepeatedTexts.class);
	}

	/**
	 * A text as {@link #text()} reads it, which may be known already.
	 * @param known the texts of the series
	 */
	public @Nullable String text(@Nullable RepeatedTexts known) {
		if (known != null && this.parser.hasToken(JsonToken.VALUE_STRING)) {
			return known.read(name(), this.parser);
		}
		return text();
	}

	/** Tells whether this is a text in a place for something else. */
	public boolean isText() {
		return this.parser.hasToken(JsonToken.VALUE_STRING) && !isStrict();
	}

	/** A text that is content, or another scalar in its spelling. */
	public @Nullable String content() {
		if (this.parser.hasToken(JsonToken.VALUE_STRING)) {
			return this.parser.getString();
		}
		return isNothing() ? null : value(String.class);
	}

	/** A text, or the first text inside of another shape. */
	public @Nullable String textInside() {
		if (this.parser.currentToken().isScalarValue()) {
			return text();
		}
		String first = null;
		int depth = 0;
		do {
			depth += this.parser.currentToken().isStructStart() ? 1 : 0;
			depth -= this.parser.currentToken().isStructEnd() ? 1 : 0;
			if (first == null && this.parser.hasToken(JsonToken.VALUE_STRING)) {
				first = this.parser.getString();
			}
		}
		while (depth != 0 && this.parser.nextToken() != null);
		return first;
	}

	/** A whole number, by {@link LenientNumbers}. */
	public @Nullable Long number() {
		return LenientNumbers.read(this.parser);
	}

	/** A whole number that is an {@code int}, by {@link LenientNumbers}. */
	public @Nullable Integer integer() {
		Long number = number();
		return (number != null && number == number.intValue()) ? Integer.valueOf(number.intValue()) : null;
	}

	/** A value of a simple type, as Jackson reads it. */
	public <T> @Nullable T value(Class<T> type) {
		return isNull() ? null : this.context.readValue(this.parser, type);
	}

	/**
	 * Any value. The usual ones are not left to Jackson's reader of objects, which takes
	 * longer to be found than to read.
	 */
	public @Nullable Object any() {
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

	/** Tells whether the mapper looks for names of classes in objects. */
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

	/**
	 * Reads the value with the given deserializer, whose getNullValue decides what
	 * {@code null} becomes.
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T> @Nullable T value(ValueDeserializer<T> reader) {
		return isNull() ? (T) reader.getNullValue(this.context) : reader.deserialize(this.parser, this.context);
	}

	/** An object that is content. */
	public <T> @Nullable T content(RecordReader<T> reader) {
		return isNothing() ? null : reader.deserialize(this.parser, this.context);
	}

	/** An object beside the content; nothing for another shape. */
	public <T> @Nullable T object(RecordReader<T> reader) {
		if (this.parser.isExpectedStartObjectToken() || isStrict()) {
			return value(reader);
		}
		this.parser.skipChildren();
		return null;
	}

	/** Any fields; nothing for another shape. */
	@SuppressWarnings("unchecked")
	public @Nullable Map<String, @Nullable Object> mapOrNull() {
		if (this.parser.isExpectedStartObjectToken()) {
			return (Map<String, @Nullable Object>) any();
		}
		if (isNull() || isBlankText() || !isStrict()) {
			this.parser.skipChildren();
			return null;
		}
		return (Map<String, @Nullable Object>) this.context.handleUnexpectedToken(Map.class, this.parser);
	}

	/** Any fields, none of them for nothing. */
	public Map<String, @Nullable Object> map() {
		return Objects.requireNonNullElse(mapOrNull(), Map.of());
	}

	/** Numbers by name; a blank text counts as nothing. */
	public Map<String, Number> numbers() {
		return (isNull() || isBlankText()) ? Map.of() : this.context.readValue(this.parser, NUMBERS);
	}

	/** A list of content, by {@link LenientLists}. */
	public <T> List<T> list(RecordReader<T> reader) {
		return LenientLists.read(this, reader);
	}

	/** Texts; a single one is a list, too. */
	public List<String> texts() {
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
	public void keep() {
		if (this.extra == null) {
			this.extra = new LinkedHashMap<>();
		}
		this.extra.put(name(), any());
	}

	/** All fields that were kept, in their order. */
	public Map<String, @Nullable Object> extra() {
		return (this.extra != null) ? this.extra : Map.of();
	}

	/** Tells whether this value cannot hold content; it is skipped then. */
	boolean isNothing() {
		return switch (this.parser.currentToken()) {
			case VALUE_NULL -> true;
			case VALUE_FALSE, VALUE_TRUE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> !isStrict();
			case VALUE_STRING -> !isStrict() && isBlankText();
			case START_ARRAY -> !isStrict() && isEmptyArray();
			default -> false;
		};
	}

	private boolean isEmptyArray() {
		if (this.parser.nextToken() != JsonToken.END_ARRAY) {
			this.context.handleUnexpectedToken(Object.class, this.parser);
		}
		return true;
	}

	private boolean isNull() {
		return this.parser.hasToken(JsonToken.VALUE_NULL);
	}

	boolean isBlankText() {
		return this.parser.hasToken(JsonToken.VALUE_STRING) && this.parser.getString().isBlank();
	}

}
