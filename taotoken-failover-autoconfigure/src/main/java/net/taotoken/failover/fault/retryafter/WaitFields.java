package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Fields of an error body that tell of a wait, in any place and by any name. Fields about
 * 'retry' win over fields about 'reset'. Of two equal ones, the one nearer to the root of
 * the JSON wins. For one body only.
 */
public final class WaitFields {

	private static final int MAX_FIELDS = 1000;

	private final InstantSource clock;

	private final Deque<JsonNode> open = new ArrayDeque<>();

	private @Nullable Duration found;

	private WaitKey.Strength strength = WaitKey.Strength.NONE;

	private WaitFields(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * The wait that a body tells.
	 * @param root the body
	 * @param clock the time, for waits that are given as dates
	 * @return the wait, or {@code null}
	 */
	static @Nullable Duration find(JsonNode root, InstantSource clock) {
		WaitFields fields = new WaitFields(clock);
		fields.open.add(root);
		for (int visited = 0; visited < MAX_FIELDS && !fields.open.isEmpty(); visited++) {
			fields.visit(fields.open.remove());
		}
		return fields.found;
	}

	/** Google's {@code retryDelay}, wherever it stands. */
	public static boolean hasRetryDelay(JsonNode root) {
		JsonNode delay = root.findValue("retryDelay");
		return delay != null && WaitTime.units(delay.asString("")) != null;
	}

	private void visit(JsonNode node) {
		for (Map.Entry<String, JsonNode> field : node.properties()) {
			JsonNode value = field.getValue();
			if (value.isNumber() || value.isString()) {
				note(field.getKey(), value.asString());
			}
			else if (value.isContainer()) {
				this.open.add(value);
			}
		}
		if (node.isArray()) {
			node.forEach(this.open::add);
		}
	}

	private void note(String name, String value) {
		if (!WaitTime.mayBeIn(value)) {
			return;
		}
		WaitKey key = WaitKey.of(name);
		if (key.strength().compareTo(this.strength) > 0) {
			Duration wait = key.read(value, this.clock);
			if (wait != null) {
				this.found = wait;
				this.strength = key.strength();
			}
		}
	}

}
