package net.taotoken.failover.test;

import java.util.Map;

import net.taotoken.failover.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as a model got it.
 *
 * @param entry the name of the entry that was asked, or {@code null} for that of the base
 * URL
 * @param model the name of the model that was asked
 * @param body what it was asked, as it came over the wire
 * @param headers the headers by their names in lower case, without the key
 * @since 0.1.0
 */
public record ReceivedRequest(@Nullable String entry, String model, ChatCompletionRequest body,
		Map<String, String> headers) {

	public ReceivedRequest {
		headers = Map.copyOf(headers);
	}

	/**
	 * The model and its entry.
	 * @return the name of the model, and behind an {@code @} that of the entry if it is
	 * not that of the base URL
	 */
	public String candidate() {
		return (this.entry != null) ? this.model + "@" + this.entry : this.model;
	}

	/**
	 * Tells whether the answer is to come in pieces.
	 * @return whether a stream was asked for
	 */
	public boolean isForStream() {
		return Boolean.TRUE.equals(this.body.stream());
	}

	/**
	 * Tells whether the library asks by itself, to find out whether the model is back.
	 */
	boolean isProbe() {
		return Integer.valueOf(1).equals(this.body.maxTokens()) && this.body.messages().size() == 1
				&& lastText().equals("ping");
	}

	/**
	 * The text of the last message.
	 * @return the text, which is empty if it has none
	 */
	public String lastText() {
		String text = this.body.messages().get(this.body.messages().size() - 1).text();
		return (text != null) ? text : "";
	}

	@Override
	public String toString() {
		return "ReceivedRequest[" + candidate() + "]";
	}

}
