package net.taotoken.failover.gateway.answer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a streamed answer, and the proof that it is whole.
 */
public final class StreamProgress {

	/** The bytes that are kept of a choice, even if it says nothing. */
	private static final int LENGTH_OF_CHOICE = 512;

	private final int expectedChoices;

	private final Map<Integer, ChoiceProgress> choices = new TreeMap<>();

	private long contentLength;

	private boolean begun;

	private boolean complete;

	private boolean resumed;

	private boolean usageTold;

	public StreamProgress(int expectedChoices) {
		this.expectedChoices = expectedChoices;
	}

	/**
	 * Take the next chunk.
	 * @param chunk the chunk
	 * @return whether it brings content
	 */
	public boolean accept(ChatCompletionChunk chunk) {
		this.contentLength += chunk.contentLength();
		boolean content = false;
		List<ChunkChoice> pieces = chunk.choices();
		for (int position = 0; position < pieces.size(); position++) {
			ChunkChoice piece = pieces.get(position);
			content |= choice((piece.index() != null) ? piece.index() : position).accept(piece);
		}
		follow(content, chunk.usage());
		return content;
	}

	private void follow(boolean content, @Nullable TokenUsage usage) {
		boolean firstContent = content && !this.begun;
		this.begun |= content;
		this.resumed |= content && this.complete;
		this.complete = this.choices.size() >= this.expectedChoices && isProven();
		// the reason and the usage of a first content say nothing: some servers tell both
		// with each piece
		this.usageTold = (this.usageTold && !content) || (this.complete && !firstContent && tells(usage));
	}

	/** Some servers tell zeros until they know. */
	private static boolean tells(@Nullable TokenUsage usage) {
		return usage != null && (isPositive(usage.totalTokens()) || isPositive(usage.completionTokens()));
	}

	private static boolean isPositive(@Nullable Long tokens) {
		return tokens != null && tokens > 0;
	}

	private ChoiceProgress choice(Integer index) {
		ChoiceProgress choice = this.choices.get(index);
		if (choice == null) {
			choice = new ChoiceProgress();
			this.choices.put(index, choice);
			this.contentLength += LENGTH_OF_CHOICE;
		}
		return choice;
	}

	/** The number of characters that all chunks have brought, roughly. */
	public long contentLength() {
		return this.contentLength;
	}

	public boolean hasBegun() {
		for (ChoiceProgress choice : this.choices.values()) {
			if (choice.hasBegun()) {
				return true;
			}
		}
		return false;
	}

	/** Tells whether every choice that was seen is finished, and one was. */
	public boolean isProven() {
		for (ChoiceProgress choice : this.choices.values()) {
			if (!choice.isFinished()) {
				return false;
			}
		}
		return !this.choices.isEmpty();
	}

	/** Tells whether it is proven, and no further choice is to be expected. */
	public boolean isComplete() {
		return this.complete;
	}

	/**
	 * Tells whether all was said that is to be expected: it is complete, and the usage
	 * was told with its end or after it. Of a stream that went on after a
	 * {@code finish_reason}, this is never known.
	 */
	public boolean hasSaidAll() {
		return this.usageTold && this.complete && !this.resumed;
	}

	/** Tells whether a choice ended with a reason that tells of a failure. */
	public boolean hasFailed() {
		return this.choices.values().stream().anyMatch(ChoiceProgress::hasFailed);
	}

	/**
	 * The verdict on a proven answer; one good choice makes it an answer.
	 * @return why it is no answer, or {@code null} if it is one
	 */
	public @Nullable Fault verdict() {
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
