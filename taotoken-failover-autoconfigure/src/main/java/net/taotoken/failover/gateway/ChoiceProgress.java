package net.taotoken.failover.gateway;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How far one choice of a stream has come.
 */
final class ChoiceProgress {

	private boolean says;

	private boolean thinks;

	private @Nullable String finishReason;

	/**
	 * Take the next piece. Content after a {@code finish_reason} takes the proof back.
	 * @param choice the piece
	 * @return whether it brings content
	 */
	boolean accept(ChunkChoice choice) {
		boolean content = acceptDelta(choice.delta());
		if (isFinish(choice.finishReason())) {
			this.finishReason = choice.finishReason();
		}
		else if (content) {
			this.finishReason = null;
		}
		return content;
	}

	/** Whether there is more than white space. */
	boolean hasBegun() {
		return this.says || this.thinks;
	}

	boolean isFinished() {
		return this.finishReason != null;
	}

	/** Why it is no answer, or {@code null} if it is one. */
	@Nullable Fault verdict() {
		return AnswerCheck.check(this.finishReason, this.says);
	}

	private boolean acceptDelta(@Nullable ChatMessage delta) {
		if (delta == null) {
			return false;
		}
		boolean says = AnswerCheck.says(delta);
		String reasoning = reasoning(delta);
		this.says |= says;
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

	/**
	 * Some gateways write an empty text or "null" where there is no reason yet.
	 */
	private static boolean isFinish(@Nullable String reason) {
		return reason != null && !reason.isBlank() && !"null".equals(reason);
	}

}
