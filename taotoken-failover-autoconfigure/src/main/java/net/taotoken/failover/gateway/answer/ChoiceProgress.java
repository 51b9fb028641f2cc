package net.taotoken.failover.gateway.answer;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one choice of a stream.
 */
final class ChoiceProgress {

	private boolean says;

	private boolean calls;

	private boolean thinks;

	private FinishReason finishReason = FinishReason.NONE;

	/**
	 * Take the next piece. Content after a {@code finish_reason} takes the proof back.
	 * @param choice the piece
	 * @return whether it brings content
	 */
	boolean accept(ChunkChoice choice) {
		boolean content = acceptDelta(choice.delta());
		FinishReason reason = FinishReason.of(choice.finishReason());
		if (content || !reason.isOpen()) {
			this.finishReason = reason;
		}
		return content;
	}

	/** Tells whether there is more than white space. */
	boolean hasBegun() {
		return this.says || this.thinks;
	}

	boolean isFinished() {
		return !this.finishReason.isOpen();
	}

	boolean hasFailed() {
		return this.finishReason.isBad();
	}

	/** The reason why it is no answer, or {@code null} if it is one. */
	@Nullable Fault verdict() {
		return CompletionCheck.check(this.finishReason, this.says, this.calls);
	}

	private boolean acceptDelta(@Nullable ChatMessage delta) {
		if (delta == null) {
			return false;
		}
		boolean says = CompletionCheck.says(delta);
		String reasoning = reasoning(delta);
		this.says |= says;
		this.calls |= says && CompletionCheck.calls(delta);
		this.thinks |= reasoning != null && !reasoning.isBlank();
		return says || isPresent(delta.text()) || isPresent(reasoning);
	}

	private static @Nullable String reasoning(ChatMessage delta) {
		if (isPresent(delta.reasoningContent())) {
			return delta.reasoningContent();
		}
		Map<String, @Nullable Object> extra = delta.extra();
		if (extra.get("reasoning") instanceof String text && !text.isEmpty()) {
			return text;
		}
		return (extra.get("reasoning_details") instanceof List<?> details && !details.isEmpty()) ? "details" : null;
	}

	private static boolean isPresent(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

}
