package net.taotoken.failover.json;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads lists of content in any spelling. A single value, and an object with the keys 0,
 * 1, 2 ..., are read as a list, too.
 */
final class LenientLists {

	private LenientLists() {
	}

	@SuppressWarnings("unchecked")
	static <T> List<T> read(JsonFields fields, RecordReader<T> reader) {
		JsonParser parser = fields.parser();
		if (parser.isExpectedStartArrayToken()) {
			return array(fields, reader);
		}
		if (fields.isBlankText() || fields.isNothing()) {
			return List.of();
		}
		if (fields.isStrict() || !parser.isExpectedStartObjectToken()) {
			return (List<T>) fields.context().handleUnexpectedToken(List.class, parser);
		}
		return object(fields, reader);
	}

	/** Most lists have one element, and need nothing that can grow. */
	private static <T> List<T> array(JsonFields fields, RecordReader<T> reader) {
		JsonParser parser = fields.parser();
		if (parser.nextToken() == JsonToken.END_ARRAY) {
			return List.of();
		}
		T first = element(fields, reader, 0);
		if (parser.nextToken() == JsonToken.END_ARRAY) {
			return (first != null) ? List.of(first) : List.of();
		}
		List<T> list = new ArrayList<>();
		addUnlessNull(list, first);
		int index = 1;
		do {
			addUnlessNull(list, element(fields, reader, index++));
		}
		while (parser.nextToken() != JsonToken.END_ARRAY);
		return list;
	}

	/**
	 * Some languages (PHP, Lua) write a list as an object {"0": ...}, and an empty list
	 * as {}.
	 */
	private static <T> List<T> object(JsonFields fields, RecordReader<T> reader) {
		JsonParser parser = fields.parser();
		List<T> list = new ArrayList<>(1);
		String name = parser.nextName();
		if (name == null || !Character.isDigit(name.isEmpty() ? ' ' : name.charAt(0))) {
			if (name != null) {
				list.add(reader.deserialize(parser, fields.context()));
			}
			return list;
		}
		for (int index = 0; name != null; index++) {
			parser.nextToken();
			addUnlessNull(list, element(fields, reader, index));
			name = parser.nextName();
		}
		return list;
	}

	private static <T> @Nullable T element(JsonFields fields, RecordReader<T> reader, int index) {
		try {
			return fields.content(reader);
		}
		catch (JacksonException ex) {
			throw ex.prependPath(new ArrayList<>(), index);
		}
	}

	private static <T> void addUnlessNull(List<T> list, @Nullable T element) {
		if (element != null) {
			list.add(element);
		}
	}

}
