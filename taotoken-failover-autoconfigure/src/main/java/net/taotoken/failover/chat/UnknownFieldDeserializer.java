package net.taotoken.failover.chat;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.util.AccessPattern;

/**
 * Reads the values of unknown fields and remembers in which order, since Jackson hands
 * them to the constructor of a record in the reverse one.
 */
final class UnknownFieldDeserializer extends ValueDeserializer<Object> {

	private static final AtomicLong COUNTER = new AtomicLong();

	@Override
	public Object deserialize(JsonParser parser, DeserializationContext context) {
		long position = COUNTER.getAndIncrement();
		return new Positioned(position, context.readValue(parser, Object.class));
	}

	@Override
	public Object getNullValue(DeserializationContext context) {
		return new Positioned(COUNTER.getAndIncrement(), null);
	}

	@Override
	public AccessPattern getNullAccessPattern() {
		return AccessPattern.DYNAMIC;
	}

	static Map<String, @Nullable Object> inOrder(Map<String, @Nullable Object> fields) {
		if (!(fields.values().iterator().next() instanceof Positioned)) {
			return fields;
		}
		Map<String, @Nullable Object> inOrder = new LinkedHashMap<>();
		fields.entrySet()
			.stream()
			.sorted(Comparator.comparingLong((field) -> ((Positioned) field.getValue()).position()))
			.forEach((field) -> inOrder.put(field.getKey(), ((Positioned) field.getValue()).value()));
		return inOrder;
	}

	private record Positioned(long position, @Nullable Object value) {

	}

}
