package net.taotoken.failover.fault;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a map.
 */
final class MappedHeaders implements ErrorResponse.Headers {

	private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	MappedHeaders(Map<String, String> values) {
		this.values.putAll(values);
	}

	@Override
	public @Nullable String first(String name) {
		return this.values.get(name);
	}

	@Override
	public Iterable<String> names() {
		return this.values.keySet();
	}

}
