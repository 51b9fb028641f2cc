package net.taotoken.failover.chat;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads tool arguments: JSON text by the protocol, but a bare object from some servers.
 */
final class ArgumentsDeserializer extends ValueDeserializer<String> {

	static final ArgumentsDeserializer INSTANCE = new ArgumentsDeserializer();

	@Override
	public String deserialize(JsonParser parser, DeserializationContext context) {
		if (parser.currentToken().isScalarValue()) {
			return parser.getString();
		}
		return context.readTree(parser).toString();
	}

}
