package net.taotoken.failover.metrics;

import java.util.Iterator;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The key values of one observation, of low or of high cardinality, held as they were
 * given. {@code Observation.Context} copies each of them into a map, and copies and sorts
 * the map again whenever a handler asks. Safe for use by many threads.
 */
final class HeldKeyValues {

	private volatile KeyValues held = KeyValues.empty();

	KeyValues all() {
		return this.held;
	}

	@Nullable KeyValue get(String key) {
		for (KeyValue keyValue : this.held) {
			if (keyValue.getKey().equals(key)) {
				return keyValue;
			}
		}
		return null;
	}

	synchronized void add(KeyValue keyValue) {
		this.held = this.held.and(keyValue);
	}

	synchronized void add(KeyValues keyValues) {
		this.held = covers(keyValues, this.held) ? keyValues : this.held.and(keyValues);
	}

	/** One pass is enough, since both are sorted by their keys. */
	private static boolean covers(KeyValues given, KeyValues held) {
		Iterator<KeyValue> others = given.iterator();
		for (KeyValue keyValue : held) {
			if (!skipTo(keyValue.getKey(), others)) {
				return false;
			}
		}
		return true;
	}

	private static boolean skipTo(String key, Iterator<KeyValue> keyValues) {
		while (keyValues.hasNext()) {
			if (keyValues.next().getKey().equals(key)) {
				return true;
			}
		}
		return false;
	}

	synchronized void remove(String key) {
		this.held = KeyValues.of(this.held.stream().filter((keyValue) -> !keyValue.getKey().equals(key)).toList());
	}

}
