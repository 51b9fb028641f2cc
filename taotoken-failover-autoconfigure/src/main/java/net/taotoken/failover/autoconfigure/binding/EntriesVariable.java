package net.taotoken.failover.autoconfigure.binding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Spelling;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * All entries in one environment variable, {@code TAOTOKEN_ENTRIES}: a JSON object with
 * an object for each entry, in the order of preference. Variables for each value have no
 * order, and a misspelt one looks like a variable of another program. No message repeats
 * a value, since some are keys.
 */
final class EntriesVariable {

	static final ConfigurationPropertyName NAME = TaotokenBinder.ROOT.append("entries");

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("entries");

	private static final String EXAMPLE = "TAOTOKEN_ENTRIES={\"coding\": {\"base-url\": "
			+ "\"https://api.taotoken.net/coding/v1\"}, \"balance\": {\"base-url\": \"https://api.taotoken.net/v1\"}}";

	private EntriesVariable() {
	}

	/**
	 * The properties that are written in it.
	 * @param written the value of the variable
	 * @return the values by the names of properties; none if it is blank
	 * @throws InvalidTaotokenConfigurationException if it has another form, or a field
	 * that entries do not have
	 */
	static Map<ConfigurationPropertyName, Object> read(String written) {
		Map<ConfigurationPropertyName, Object> properties = new LinkedHashMap<>();
		String json = WrittenText.clean(written);
		if (!json.isEmpty()) {
			parse(json).forEach((name, entry) -> addEntry(String.valueOf(name), entry, properties));
		}
		return properties;
	}

	private static Map<?, ?> parse(String json) {
		try {
			return FlatJson.parse(json);
		}
		catch (IllegalArgumentException ex) {
			throw KEY.refuseAndAdvise(
					"The environment variable TAOTOKEN_ENTRIES is no JSON object: " + ex.getMessage() + ".", EXAMPLE);
		}
	}

	private static void addEntry(String name, @Nullable Object entry,
			Map<ConfigurationPropertyName, Object> properties) {
		PropertyKey key = KEY.entry(name);
		if (!(entry instanceof Map<?, ?> fields)) {
			throw key.refuseAndAdvise("In TAOTOKEN_ENTRIES, the entry '" + name + "' is no JSON object.", EXAMPLE);
		}
		fields.forEach((field, value) -> add(key.dot(known(key, String.valueOf(field))), value, properties));
	}

	private static String known(PropertyKey entry, String field) {
		List<String> fields = KnownKeys.instance().fieldsOfEntries(KEY.name());
		Optional<String> meant = fields.stream().filter((known) -> bare(known).equals(bare(field))).findFirst();
		return meant.orElseThrow(() -> {
			String nearest = Spelling.nearest(field, fields, 1).get(0);
			return entry.refuseAndAdvise("In TAOTOKEN_ENTRIES, it has a field '" + field + "', but the fields are "
					+ String.join(", ", fields) + ". Did you mean '" + nearest + "'?", EXAMPLE);
		});
	}

	// baseUrl and base_url are as good as base-url
	private static String bare(String field) {
		return field.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	private static void add(PropertyKey key, @Nullable Object value,
			Map<ConfigurationPropertyName, Object> properties) {
		if (value instanceof Map<?, ?> object) {
			object.forEach((name, element) -> add(key.entry(String.valueOf(name)), element, properties));
		}
		else if (value instanceof List<?> list) {
			// in one line, as a variable of its own would write it
			properties.put(ConfigurationPropertyName.of(key.name()),
					list.stream().map(String::valueOf).collect(Collectors.joining(",")));
		}
		else if (value != null) {
			properties.put(ConfigurationPropertyName.of(key.name()), value);
		}
	}

}
