package net.taotoken.failover.chat.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.MessageContent;
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
		if (piece.isText()) {
			addText(piece.text());
			return;
		}
		this.inParts = true;
		piece.parts().forEach(this::add);
	}

	private void add(ContentPart part) {
		if (part.text() == null || !part.extra().isEmpty()) {
			this.pieces.add(part);
			return;
		}
		addText(part.text());
	}

	private void addText(@Nullable String piece) {
		Object last = this.pieces.isEmpty() ? null : this.pieces.get(this.pieces.size() - 1);
		if (last instanceof TextAssembler text) {
			text.add(piece);
			return;
		}
		TextAssembler text = new TextAssembler();
		text.add(piece);
		this.pieces.add(text);
	}

	/** The content; nothing at all is an explicit {@code null}, as beside tool calls. */
	MessageContent content() {
		List<ContentPart> parts = this.pieces.stream().map(ContentAssembler::part).toList();
		if (this.inParts) {
			return MessageContent.of(parts);
		}
		String text = parts.isEmpty() ? null : parts.get(0).text();
		return (text != null) ? MessageContent.of(text) : MessageContent.ofNull();
	}

	private static ContentPart part(Object piece) {
		return (piece instanceof TextAssembler text) ? new ContentPart("text", text.text(), null, Map.of())
				: (ContentPart) piece;
	}

}
