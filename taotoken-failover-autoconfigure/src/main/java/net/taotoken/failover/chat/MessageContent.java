package net.taotoken.failover.chat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonValue;
import net.taotoken.failover.json.Copies;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The content of a message: one text, a list of parts, or an explicit {@code null}. It is
 * written in the form in which it was read. Immutable.
 *
 * @since 0.1.0
 */
@JsonDeserialize(using = MessageContentDeserializer.class)
public final class MessageContent {

	private static final MessageContent NULL = new MessageContent(null, null);

	private final @Nullable String plainText;

	private final @Nullable List<ContentPart> parts;

	private MessageContent(@Nullable String plainText, @Nullable List<ContentPart> parts) {
		this.plainText = plainText;
		this.parts = parts;
	}

	/**
	 * Content that is one text.
	 * @param text the text
	 * @return the content
	 */
	public static MessageContent of(String text) {
		return new MessageContent(Objects.requireNonNull(text, "text must not be null"), null);
	}

	/**
	 * Content that is a list of parts.
	 * @param parts the parts
	 * @return the content
	 */
	public static MessageContent of(List<ContentPart> parts) {
		return new MessageContent(null, Copies.list(parts));
	}

	/**
	 * Content that is written as {@code null}, as beside tool calls.
	 * @return the content
	 */
	public static MessageContent ofNull() {
		return NULL;
	}

	/**
	 * Tells whether this is an explicit {@code null}.
	 * @return whether there is neither a text nor a list of parts
	 */
	public boolean isNull() {
		return this.plainText == null && this.parts == null;
	}

	/**
	 * Tells whether this is one text.
	 * @return {@code false} for a list of parts and for an explicit {@code null}
	 */
	public boolean isText() {
		return this.plainText != null;
	}

	/**
	 * The content as plain text: the text, or the texts of all parts in a row.
	 * @return the text, or {@code null} if there is none
	 */
	public @Nullable String text() {
		if (this.parts == null) {
			return this.plainText;
		}
		List<String> texts = this.parts.stream().map(ContentPart::text).filter(Objects::nonNull).toList();
		return texts.isEmpty() ? null : String.join("", texts);
	}

	/**
	 * The content as parts.
	 * @return the parts; one part if this is a single text; empty for {@code null}
	 */
	public List<ContentPart> parts() {
		if (this.plainText != null) {
			return List.of(ContentPart.text(this.plainText));
		}
		return Objects.requireNonNullElse(this.parts, List.of());
	}

	@JsonValue
	public @Nullable Object wireForm() {
		return (this.parts != null) ? this.parts : this.plainText;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MessageContent that && Objects.equals(this.plainText, that.plainText)
				&& Objects.equals(this.parts, that.parts);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.plainText, this.parts);
	}

	@Override
	public String toString() {
		if (isNull()) {
			return "MessageContent[null]";
		}
		return (this.parts != null) ? "MessageContent[parts=" + this.parts.stream()
			.map((part) -> String.valueOf(part.type()))
			.collect(Collectors.joining(", ", "[", "]")) + "]" : "MessageContent[text]";
	}

}
