package net.taotoken.failover.chat;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the records of this package. The settings of the application's own
 * mappers have no effect here, since they would change the wire format.
 */
public final class ChatJson {

	private static final int MAX_STRING_LENGTH = 64 * 1024 * 1024;

	private static final int MAX_NESTING_DEPTH = 500;

	private static final JsonMapper MAPPER = createMapper();

	private ChatJson() {
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
