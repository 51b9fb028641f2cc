package net.taotoken.failover.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.common.KeyValues;

/**
 * The tags of observations that were seen before. Each observation asks for its tags
 * twice, there are few different ones, and to make and sort them takes much longer than
 * to find them. Safe for use by many threads.
 *
 * @param <K> what the tags are made of
 */
final class KnownKeyValues<K> {

	/** Beyond that, tags are made anew: requests may name any model. */
	static final int MOST = 500;

	private final Map<K, KeyValues> known = new ConcurrentHashMap<>();

	private final Function<K, KeyValues> maker;

	KnownKeyValues(Function<K, KeyValues> maker) {
		this.maker = maker;
	}

	KeyValues of(K source) {
		KeyValues keyValues = this.known.get(source);
		if (keyValues == null) {
			keyValues = this.maker.apply(source);
			if (this.known.size() < MOST) {
				this.known.put(source, keyValues);
			}
		}
		return keyValues;
	}

}
