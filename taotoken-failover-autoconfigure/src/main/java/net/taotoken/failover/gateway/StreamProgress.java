package net.taotoken.failover.gateway;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How far a streamed answer has come, and whether it is proven whole.
 */
final class StreamProgress {

	private final int expectedChoices;

	private final Map<Integer, ChoiceProgress> choices = new TreeMap<>();

	StreamProgress(int expectedChoices) {
		this.expectedChoices = expectedChoices;
	}

	/**
	 * Take the next chunk.
	 * @param chunk the chunk
	 * @return whether it brings content
	 */
	boolean accept(ChatCompletionChunk chunk) {
		boolean content = false;
		List<ChunkChoice> pieces = chunk.choices();
		for (int position = 0; position < pieces.size(); position++) {
			ChunkChoice piece = pieces.get(position);
			Integer index = (piece.index() != null) ? piece.index() : Integer.valueOf(position);
			content |= this.choices.computeIfAbsent(index, (unused) -> new ChoiceProgress()).accept(piece);
		}
		return content;
	}

	boolean hasBegun() {
		return this.choices.values().stream().anyMatch(ChoiceProgress::hasBegun);
	}

	/** Whether every choice that was seen is finished, and one was. */
	boolean isProven() {
		return !this.choices.isEmpty() && this.choices.values().stream().allMatch(ChoiceProgress::isFinished);
	}

	/** Whether it is proven, and no further choice is to be expected. */
	boolean isComplete() {
		return this.choices.size() >= this.expectedChoices && isProven();
	}

	/**
	 * What to say of a proven answer; one good choice makes it an answer.
	 * @return why it is no answer, or {@code null} if it is one
	 */
	@Nullable Fault verdict() {
		Fault first = null;
		for (ChoiceProgress choice : this.choices.values()) {
			Fault fault = choice.verdict();
			if (fault == null) {
				return null;
			}
			first = (first != null) ? first : fault;
		}
		return first;
	}

}
