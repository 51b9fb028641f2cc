package net.taotoken.failover.autoconfigure.binding;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON object as properties, by the rules that Spring Boot has for YAML.
 */
public final class FlatJson {

	private FlatJson() {
	}

	public static Map<String, Object> read(byte[] json) {
		Map<String, Object> flat = new LinkedHashMap<>();
		parse(new String(json, StandardCharsets.UTF_8))
			.forEach((name, value) -> add(flat, String.valueOf(name), value));
		return flat;
	}

	/**
	 * Read a JSON object as it is.
	 * @throws IllegalArgumentException if it is none; the message tells the place, and
	 * nothing of the text
	 */
	static Map<?, ?> parse(String json) {
		try {
			return JsonMapper.shared().readValue(json, Map.class);
		}
		catch (JacksonException ex) {
			// without its message and itself as cause: both may quote what is written
			TokenStreamLocation location = ex.getLocation();
			throw new IllegalArgumentException((location != null)
					? "line " + location.getLineNr() + ", column " + location.getColumnNr() : "not an object");
		}
	}

	private static void add(Map<String, Object> flat, String key, @Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			object.forEach((name, element) -> add(flat, below(key, String.valueOf(name)), element));
		}
		else if (value instanceof List<?> list && !list.isEmpty()) {
			for (int i = 0; i < list.size(); i++) {
				add(flat, key + "[" + i + "]", list.get(i));
			}
		}
		else {
			flat.put(key, (value == null || value instanceof List<?>) ? "" : value);
		}
	}

	private static String below(String key, String name) {
		return name.startsWith("[") ? key + name : key + "." + name;
	}

}
