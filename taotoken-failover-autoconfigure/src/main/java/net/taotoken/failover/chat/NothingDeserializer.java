package net.taotoken.failover.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Keeps what comes over the wire out of a component that is not on the wire. Ignoring the
 * component would not do: Jackson still fills ignored components of records.
 */
final class NothingDeserializer extends ValueDeserializer<Object> {

	@Override
	public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
		parser.skipChildren();
		return null;
	}

}
