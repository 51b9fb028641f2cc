package net.taotoken.failover.chat.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Puts together fields of any kind that come in pieces. Texts are joined, except for
 * those that name something, where the last one wins; lists are joined, and elements with
 * the same {@code index} become one; maps are put together field by field; of all else
 * the last value wins. {@code null} never wins over a value.
 */
final class LooseFields {

	private static final Set<String> NAMES = Set.of("id", "type", "name", "role", "format", "status", "model");

	/** Most answers have none. */
	private @Nullable Map<String, @Nullable Object> fields;

	/**
	 * Add the next pieces.
	 * @param pieces values by field name
	 */
	void join(Map<String, @Nullable Object> pieces) {
		if (!pieces.isEmpty()) {
			join(fields(), pieces);
		}
	}

	/**
	 * Add the next piece of one field.
	 */
	void join(String name, @Nullable Object piece) {
		if (piece != null) {
			Map<String, @Nullable Object> fields = fields();
			fields.put(name, joined(name, fields.get(name), piece));
		}
	}

	/**
	 * Set values that do not come in pieces.
	 * @param values values by field name
	 */
	void set(Map<String, @Nullable Object> values) {
		if (values.isEmpty()) {
			return;
		}
		Map<String, @Nullable Object> fields = fields();
		values.forEach((name, value) -> {
			if (value != null || !fields.containsKey(name)) {
				fields.put(name, value);
			}
		});
	}

	private Map<String, @Nullable Object> fields() {
		Map<String, @Nullable Object> fields = this.fields;
		if (fields == null) {
			fields = new LinkedHashMap<>();
			this.fields = fields;
		}
		return fields;
	}

	@Nullable Object get(String name) {
		return (this.fields != null) ? plain(this.fields.get(name)) : null;
	}

	/**
	 * All fields, except for one.
	 * @param without the name of the field to leave out
	 */
	Map<String, @Nullable Object> toMapWithout(String without) {
		if (this.fields == null) {
			return Map.of();
		}
		Map<String, @Nullable Object> map = plain(this.fields);
		map.remove(without);
		return map;
	}

	Map<String, @Nullable Object> toMap() {
		return (this.fields != null) ? plain(this.fields) : Map.of();
	}

	private static void join(Map<String, @Nullable Object> whole, Map<?, ?> pieces) {
		pieces.forEach((key, piece) -> {
			String name = String.valueOf(key);
			whole.put(name, joined(name, whole.get(name), piece));
		});
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Object joined(String name, @Nullable Object whole, @Nullable Object piece) {
		if (piece == null) {
			return whole;
		}
		if (whole instanceof TextAssembler text && piece instanceof String more) {
			joinText(name, text, more);
			return text;
		}
		if (whole instanceof List<?> list && piece instanceof List<?> more) {
			more.forEach((element) -> add((List<@Nullable Object>) list, element));
			return list;
		}
		if (whole instanceof Map<?, ?> map && piece instanceof Map<?, ?> more) {
			join((Map<String, @Nullable Object>) map, more);
			return map;
		}
		return open(piece);
	}

	private static void joinText(String name, TextAssembler text, String more) {
		if (NAMES.contains(name) && !more.isEmpty()) {
			text.clear();
		}
		text.add(more);
	}

	@SuppressWarnings("unchecked")
	private static void add(List<@Nullable Object> list, @Nullable Object element) {
		if (element instanceof Map<?, ?> piece && piece.get("index") != null) {
			for (Object whole : list) {
				if (whole instanceof Map<?, ?> map && piece.get("index").equals(map.get("index"))) {
					join((Map<String, @Nullable Object>) map, piece);
					return;
				}
			}
		}
		list.add(open(element));
	}

	/** A copy that can grow. */
	private static @Nullable Object open(@Nullable Object value) {
		if (value instanceof String text) {
			TextAssembler copy = new TextAssembler();
			copy.add(text);
			return copy;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>();
			list.forEach((element) -> add(copy, element));
			return copy;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> copy = new LinkedHashMap<>();
			join(copy, map);
			return copy;
		}
		return value;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof TextAssembler text) {
			return text.text();
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>();
			list.forEach((element) -> copy.add(plain(element)));
			return copy;
		}
		return (value instanceof Map<?, ?> map) ? plain(map) : value;
	}

	private static Map<String, @Nullable Object> plain(Map<?, ?> map) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		map.forEach((key, value) -> copy.put(String.valueOf(key), plain(value)));
		return copy;
	}

}
