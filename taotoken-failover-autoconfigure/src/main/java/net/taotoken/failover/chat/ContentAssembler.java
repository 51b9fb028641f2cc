package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Puts the content of a message together: one text, or parts if a piece was made of
 * parts. Texts in a row become one part.
 */
final class ContentAssembler {

	private final List<Object> pieces = new ArrayList<>();

	private boolean inParts;

	void add(@Nullable MessageContent piece) {
		if (piece == null || piece.isNull()) {
			return;
		}
		this.inParts |= !(piece.wireForm() instanceof String);
		piece.parts().forEach(this::add);
	}

	private void add(ContentPart part) {
		if (part.text() == null || !part.extra().isEmpty()) {
			this.pieces.add(part);
			return;
		}
		Object last = this.pieces.isEmpty() ? null : this.pieces.get(this.pieces.size() - 1);
		if (last instanceof StringBuilder text) {
			text.append(part.text());
		}
		else {
			this.pieces.add(new StringBuilder(part.text()));
		}
	}

	/** The content; nothing at all is an explicit {@code null}, as beside tool calls. */
	MessageContent content() {
		if (this.inParts) {
			return MessageContent.of(this.pieces.stream().map(ContentAssembler::part).toList());
		}
		return this.pieces.isEmpty() ? MessageContent.ofNull() : MessageContent.of(this.pieces.get(0).toString());
	}

	private static ContentPart part(Object piece) {
		return (piece instanceof ContentPart part) ? part : ContentPart.text(piece.toString());
	}

}
