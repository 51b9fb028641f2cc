package net.taotoken.failover.chat;

import net.taotoken.failover.json.BufferSlots;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the records of this package. The settings of the application's own
 * mappers have no effect here, since they would change the wire format.
 *
 * @since 0.1.0
 */
public final class WireJson {

	private static final int MAX_STRING_LENGTH = 64 * 1024 * 1024;

	private static final int MAX_NESTING_DEPTH = 500;

	private static final JsonMapper MAPPER = createMapper();

	private WireJson() {
	}

	/**
	 * The mapper of the wire format: fields in the order of their declaration, numbers of
	 * unknown fields without loss, strings of up to 64 Mi characters, at most 500 levels.
	 * Its exceptions may quote the text that was read, so their messages do not belong in
	 * logs.
	 * @return the mapper, which is immutable and may be used by many threads at once
	 */
	public static JsonMapper mapper() {
		return MAPPER;
	}

	/**
	 * A reader of answers that takes what servers send for JSON: numbers such as
	 * {@code NaN}, control characters inside texts, and commas too many.
	 * @param type the type of the answer
	 * @return the reader, which is immutable and may be used by many threads at once
	 */
	public static ObjectReader answerReader(Class<?> type) {
		return MAPPER.readerFor(type)
			.withFeatures(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
					JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER, JsonReadFeature.ALLOW_TRAILING_COMMA,
					JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS);
	}

	private static JsonMapper createMapper() {
		StreamReadConstraints constraints = StreamReadConstraints.builder()
			.maxStringLength(MAX_STRING_LENGTH)
			.maxNestingDepth(MAX_NESTING_DEPTH)
			.build();
		return JsonMapper
			.builder(JsonFactory.builder().streamReadConstraints(constraints).recyclerPool(new BufferSlots()).build())
			.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build();
	}

}
