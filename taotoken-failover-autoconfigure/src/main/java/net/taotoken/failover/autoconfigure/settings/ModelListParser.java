package net.taotoken.failover.autoconfigure.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.binding.WrittenText;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;

/**
 * Reads a list of models, and refuses what cannot be the name of one.
 */
public final class ModelListParser {

	public static final String EXAMPLE = "claude-sonnet-4-6,gpt-4-turbo-preview";

	private static final Pattern SEPARATOR = Pattern.compile("(\\s|[;|>\\u2192]|->|=>)+");

	private ModelListParser() {
	}

	static List<String> read(PropertyKey key, List<String> written) {
		refuseBrokenArray(key, String.join(",", written).strip());
		Set<String> models = new LinkedHashSet<>();
		for (String element : written) {
			List<String> ids = WrittenText.elements(element);
			if (ids.isEmpty()) {
				throw blank(key);
			}
			for (String id : ids) {
				if (!models.add(checked(key, id))) {
					throw key.refuse("It names the model '" + id + "' twice.", EXAMPLE);
				}
			}
		}
		if (models.isEmpty()) {
			throw key.refuse("It names no model, but at least one is needed.", EXAMPLE);
		}
		return List.copyOf(models);
	}

	// a whole one has been taken apart when the properties were bound
	private static void refuseBrokenArray(PropertyKey key, String joined) {
		if (joined.startsWith("[")) {
			throw key.refuse("It starts with '[', but it is not a JSON array of strings: " + joined + ".",
					"[\"claude-sonnet-4-6\",\"gpt-4-turbo-preview\"]");
		}
	}

	private static String checked(PropertyKey key, String id) {
		if (id.isEmpty()) {
			throw blank(key);
		}
		Checks.resolved(key, id);
		String alone = withoutQuotes(id);
		if (SEPARATOR.matcher(alone).find() || !alone.equals(id)) {
			throw key.refuse("It holds '" + id + "', which cannot be the name of one model; commas go between names.",
					SEPARATOR.matcher(alone).replaceAll(",").replaceAll(",+", ","));
		}
		return id;
	}

	private static String withoutQuotes(String id) {
		StringBuilder alone = new StringBuilder();
		for (int i = 0; i < id.length(); i++) {
			if (!WrittenText.isQuote(id.charAt(i))) {
				alone.append(id.charAt(i));
			}
		}
		return alone.toString();
	}

	private static InvalidTaotokenConfigurationException blank(PropertyKey key) {
		return key.refuse("It holds a name that is blank.", EXAMPLE);
	}

}
