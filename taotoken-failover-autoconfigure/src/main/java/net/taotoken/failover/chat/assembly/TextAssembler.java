package net.taotoken.failover.chat.assembly;

import org.jspecify.annotations.Nullable;

/**
 * A text that comes in pieces, and may not come at all.
 */
final class TextAssembler {

	private @Nullable StringBuilder text;

	void add(@Nullable String piece) {
		if (piece == null) {
			return;
		}
		if (this.text == null) {
			this.text = new StringBuilder();
		}
		this.text.append(piece);
	}

	void clear() {
		this.text = null;
	}

	private boolean isEmpty() {
		return this.text == null || this.text.isEmpty();
	}

	/** The text, or {@code null} if no piece ever came. */
	@Nullable String text() {
		return (this.text != null) ? this.text.toString() : null;
	}

	/** The text, or {@code null} if there is none or nothing in it. */
	@Nullable String textUnlessEmpty() {
		return isEmpty() ? null : text();
	}

}
