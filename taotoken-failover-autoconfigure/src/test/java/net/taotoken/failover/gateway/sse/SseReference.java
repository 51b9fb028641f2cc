package net.taotoken.failover.gateway.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events in the plainest way: the whole text, line by line, as the HTML
 * standard tells it, with our exceptions.
 */
final class SseReference {

	private static final Pattern JSON = Pattern.compile("\\{[ \t]*\"|\"[ \t]*:");

	private SseReference() {
	}

	static List<String> read(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		while (text.startsWith("\uFEFF")) {
			text = text.substring(1);
		}
		String[] lines = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
		List<String> events = new ArrayList<>();
		List<String> data = new ArrayList<>();
		String name = null;
		boolean damaged = false;
		for (int index = 0; index < lines.length; index++) {
			String line = lines[index];
			boolean last = index == lines.length - 1;
			if (line.isEmpty() && !last) {
				if (!data.isEmpty()) {
					events.add(event(name, data) + (damaged ? "?" : ""));
				}
				data.clear();
				name = null;
				damaged = false;
				continue;
			}
			if (line.startsWith("{") && data.isEmpty()) {
				events.add(event(name, List.of("bare" + line)) + (last ? "!" : ""));
				name = null;
				continue;
			}
			int colon = line.indexOf(':');
			String field = (colon < 0) ? line : line.substring(0, colon);
			String value = (colon < 0) ? "" : line.substring(colon + 1);
			value = value.startsWith(" ") ? value.substring(1) : value;
			if (field.equals("data")) {
				data.add(value);
			}
			else if (field.equals("event")) {
				name = value;
			}
			else if (!List.of("", "id", "retry").contains(field) && JSON.matcher(line).find()) {
				if (data.isEmpty()) {
					String json = line.substring(Math.max(0, line.indexOf('{')));
					events.add(event(name, List.of(json)) + "?" + (last ? "!" : ""));
					name = null;
				}
				else {
					damaged = true;
				}
			}
		}
		if (!data.isEmpty()) {
			events.add(event(name, data) + (damaged ? "?" : "") + "!");
		}
		return events;
	}

	private static String event(@Nullable String name, List<String> data) {
		return ((name != null) ? name + "=" : "") + String.join("⏎", data);
	}

}
