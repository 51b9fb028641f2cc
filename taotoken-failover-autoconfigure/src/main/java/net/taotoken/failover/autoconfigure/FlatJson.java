package net.taotoken.failover.autoconfigure;

import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON object as properties, by the rules that Spring Boot has for YAML.
 */
final class FlatJson {

	private FlatJson() {
	}

	static Map<String, Object> read(byte[] json) {
		Map<String, Object> flat = new LinkedHashMap<>();
		Map<?, ?> object = JsonMapper.shared().readValue(json, Map.class);
		object.forEach((name, value) -> add(flat, String.valueOf(name), value));
		return flat;
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
