package net.taotoken.failover.autoconfigure.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Undoes what binding does to request fields: underscores are lost in keys, lists become
 * maps, and values from properties files and the environment are text.
 */
final class RequestParameters {

	private static final Map<String, String> FIELDS = Stream
		.of("frequency_penalty", "logit_bias", "max_completion_tokens", "max_tokens", "n", "parallel_tool_calls",
				"presence_penalty", "prompt_cache_key", "reasoning_effort", "response_format", "safety_identifier",
				"seed", "service_tier", "stop", "store", "temperature", "tool_choice", "top_k", "top_logprobs", "top_p",
				"min_p", "repetition_penalty", "enable_thinking", "thinking_budget", "chat_template_kwargs",
				"stream_options", "web_search_options")
		.collect(Collectors.toMap(RequestParameters::canonical, Function.identity()));

	private static final Pattern JSON = Pattern
		.compile("(?s)\\s*(true|false|-?\\d[\\d.eE+-]*|\\[.*]|\\{.*}|\".*\")\\s*");

	private RequestParameters() {
	}

	static Map<String, Object> read(Map<String, Object> written) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		written.forEach((name, value) -> parameters.put(field(name), value(value)));
		return parameters;
	}

	private static String field(String name) {
		return FIELDS.getOrDefault(canonical(name), name);
	}

	private static String canonical(String name) {
		return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
	}

	private static Object value(Object written) {
		if (written instanceof Map<?, ?> map) {
			return isList(map) ? list(map) : map(map);
		}
		return (written instanceof String text && JSON.matcher(text).matches()) ? parsed(text) : written;
	}

	private static Object parsed(String text) {
		try {
			return JsonMapper.shared().readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			return text;
		}
	}

	private static Map<String, Object> map(Map<?, ?> written) {
		Map<String, Object> map = new LinkedHashMap<>();
		written.forEach((name, value) -> map.put(String.valueOf(name), value(value)));
		return map;
	}

	private static boolean isList(Map<?, ?> written) {
		for (int i = 0; i < written.size(); i++) {
			if (!written.containsKey(Integer.toString(i))) {
				return false;
			}
		}
		return !written.isEmpty();
	}

	private static List<Object> list(Map<?, ?> written) {
		Map<Integer, Object> elements = new TreeMap<>();
		written.forEach((index, value) -> elements.put(Integer.valueOf(String.valueOf(index)), value(value)));
		return new ArrayList<>(elements.values());
	}

}
