package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads message content in every form that gateways send: a text, another scalar, a list
 * of parts or texts, a single part, or {@code null}, which is not the same as nothing.
 */
final class MessageContentDeserializer extends ValueDeserializer<MessageContent> {

	static final MessageContentDeserializer INSTANCE = new MessageContentDeserializer();

	@Override
	public MessageContent deserialize(JsonParser parser, DeserializationContext context) {
		if (parser.isExpectedStartArrayToken()) {
			return MessageContent.of(readParts(parser, context));
		}
		if (parser.hasToken(JsonToken.START_OBJECT)) {
			return MessageContent.of(List.of(readPart(parser, context)));
		}
		return MessageContent.of(parser.getString());
	}

	@Override
	public MessageContent getNullValue(DeserializationContext context) {
		return MessageContent.ofNull();
	}

	@Override
	public @Nullable Object getAbsentValue(DeserializationContext context) {
		return null;
	}

	private List<ContentPart> readParts(JsonParser parser, DeserializationContext context) {
		List<ContentPart> parts = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			if (!parser.hasToken(JsonToken.VALUE_NULL)) {
				parts.add(readPart(parser, context));
			}
		}
		return parts;
	}

	private ContentPart readPart(JsonParser parser, DeserializationContext context) {
		if (parser.hasToken(JsonToken.VALUE_STRING)) {
			return ContentPart.text(parser.getString());
		}
		return ContentPart.Reader.INSTANCE.deserialize(parser, context);
	}

}
