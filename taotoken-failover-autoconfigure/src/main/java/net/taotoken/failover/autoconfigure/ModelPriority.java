package net.taotoken.failover.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a list of models, also where it was written as a JSON array and cut at its commas
 * by Spring Boot.
 */
final class ModelPriority {

	static final String EXAMPLE = "claude-sonnet-4-6,gpt-4-turbo-preview";

	private static final Pattern BLANK_OR_SEMICOLON = Pattern.compile("[\\s;]");

	private ModelPriority() {
	}

	static List<String> read(PropertyKey key, List<String> written) {
		Set<String> models = new LinkedHashSet<>();
		for (String model : elements(key, written)) {
			if (!models.add(checked(key, model))) {
				throw key.refuse("It names the model '" + model.strip() + "' twice.", EXAMPLE);
			}
		}
		if (models.isEmpty()) {
			throw key.refuse("It names no model, but at least one is needed.", EXAMPLE);
		}
		return List.copyOf(models);
	}

	private static List<String> elements(PropertyKey key, List<String> written) {
		String joined = String.join(",", written).strip();
		return joined.startsWith("[") ? parsed(key, joined) : written;
	}

	private static List<String> parsed(PropertyKey key, String json) {
		try {
			return List.of(JsonMapper.shared().readValue(json, String[].class));
		}
		catch (JacksonException | NullPointerException ex) {
			throw key.refuse("It starts with '[', but it is not a JSON array of strings: " + json + ".",
					"[\"claude-sonnet-4-6\",\"gpt-4-turbo-preview\"]");
		}
	}

	private static String checked(PropertyKey key, String model) {
		String id = model.strip();
		if (id.isEmpty()) {
			throw key.refuse("It holds a name that is blank.", EXAMPLE);
		}
		Checks.resolved(key, id);
		if (BLANK_OR_SEMICOLON.matcher(id).find()) {
			throw key.refuse("It holds '" + id + "', which cannot be the name of one model; commas go between names.",
					BLANK_OR_SEMICOLON.matcher(id).replaceAll(",").replaceAll(",+", ","));
		}
		return id;
	}

}
