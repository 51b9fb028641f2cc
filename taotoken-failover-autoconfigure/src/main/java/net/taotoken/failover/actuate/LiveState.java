package net.taotoken.failover.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.Access;

/**
 * The state that the page shows, as JSON. It is put together at most five times a second,
 * however many pages are open, and a page that has it already gets nothing. Safe for use
 * by many threads.
 */
final class LiveState {

	private static final long FRESH_IN_NANOS = 200_000_000;

	private static final int CALLS = 60;

	private static final JsonMapper mapper = JsonMapper.shared();

	private final TaotokenEndpoint endpoint;

	private final CallJournal journal;

	private final Supplier<Access> access;

	private final TimeSource time;

	/** Another one after each start, so that pages notice a restart. */
	private final String instance = UUID.randomUUID().toString().substring(0, 8);

	private String content = "";

	private long version;

	private long putTogetherAt;

	LiveState(TaotokenEndpoint endpoint, CallJournal journal, Supplier<Access> access, TimeSource time) {
		this.endpoint = endpoint;
		this.journal = journal;
		this.access = access;
		this.time = time;
	}

	/**
	 * The state, if it differs from the one that the page knows.
	 * @param known the version that the caller has, or {@code null}
	 * @return an object with the version, the time and the content, or {@code null} if
	 * the caller has it
	 */
	synchronized @Nullable String since(@Nullable String known) {
		long now = this.time.nanoTime();
		if (this.version == 0 || now - this.putTogetherAt >= FRESH_IN_NANOS) {
			putTogether(now);
		}
		String version = this.instance + "-" + this.version;
		return version.equals(known) ? null : "{\"version\":\"" + version + "\",\"now\":"
				+ this.time.instant().toEpochMilli() + ",\"content\":" + this.content + "}";
	}

	/**
	 * Somebody has steered: what was put together before is old.
	 */
	synchronized void changed() {
		putTogether(this.time.nanoTime());
	}

	private void putTogether(long now) {
		String content = mapper.writeValueAsString(content());
		this.putTogetherAt = now;
		if (!content.equals(this.content)) {
			this.content = content;
			this.version++;
		}
	}

	private Map<String, Object> content() {
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("steering", this.access.get() == Access.UNRESTRICTED);
		content.putAll(this.endpoint.all());
		content.put("configuration", whereTheGatewayIs(content.get("configuration")));
		content.put("history", histories(content.get("models")));
		List<Map<String, Object>> calls = this.journal.calls(CALLS);
		content.put("calls", calls);
		return content;
	}

	private static Map<String, Object> whereTheGatewayIs(@Nullable Object configuration) {
		Map<String, Object> known = new LinkedHashMap<>();
		if (configuration instanceof Map<?, ?> all) {
			for (String name : List.of("baseUrl", "entries")) {
				Object value = all.get(name);
				if (value != null) {
					known.put(name, value);
				}
			}
		}
		return known;
	}

	private Map<String, Object> histories(@Nullable Object models) {
		Map<String, Object> histories = new LinkedHashMap<>();
		if (models instanceof Map<?, ?> all) {
			all.keySet().forEach((id) -> histories.put(String.valueOf(id), this.journal.history(String.valueOf(id))));
		}
		return histories;
	}

}
