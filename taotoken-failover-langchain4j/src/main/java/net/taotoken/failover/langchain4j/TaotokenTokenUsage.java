package net.taotoken.failover.langchain4j;

import java.util.Objects;

import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A token usage that also tells how many tokens were cached or spent on thinking. Added
 * to another usage, it keeps both.
 *
 * @since 0.1.0
 */
public final class TaotokenTokenUsage extends TokenUsage {

	private final @Nullable Integer cachedInputTokenCount;

	private final @Nullable Integer reasoningTokenCount;

	/**
	 * Create a usage.
	 * @param inputTokenCount tokens of the prompt
	 * @param outputTokenCount tokens of the answer
	 * @param totalTokenCount both together
	 * @param cachedInputTokenCount tokens of the prompt that were read from a cache
	 * @param reasoningTokenCount tokens of the answer that were spent on thinking
	 */
	@SuppressWarnings("NullAway")
	public TaotokenTokenUsage(@Nullable Integer inputTokenCount, @Nullable Integer outputTokenCount,
			@Nullable Integer totalTokenCount, @Nullable Integer cachedInputTokenCount,
			@Nullable Integer reasoningTokenCount) {
		super(inputTokenCount, outputTokenCount, totalTokenCount);
		this.cachedInputTokenCount = cachedInputTokenCount;
		this.reasoningTokenCount = reasoningTokenCount;
	}

	/**
	 * The tokens of the prompt that were read from a cache.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer cachedInputTokenCount() {
		return this.cachedInputTokenCount;
	}

	/**
	 * The tokens of the answer that were spent on thinking.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer reasoningTokenCount() {
		return this.reasoningTokenCount;
	}

	@Override
	public TaotokenTokenUsage add(@Nullable TokenUsage that) {
		if (that == null) {
			return this;
		}
		TaotokenTokenUsage other = (that instanceof TaotokenTokenUsage own) ? own : null;
		return new TaotokenTokenUsage(total(inputTokenCount(), that.inputTokenCount()),
				total(outputTokenCount(), that.outputTokenCount()), total(totalTokenCount(), that.totalTokenCount()),
				total(this.cachedInputTokenCount, (other != null) ? other.cachedInputTokenCount : null),
				total(this.reasoningTokenCount, (other != null) ? other.reasoningTokenCount : null));
	}

	private static @Nullable Integer total(@Nullable Integer first, @Nullable Integer second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return first + second;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof TaotokenTokenUsage that
				&& Objects.equals(this.cachedInputTokenCount, that.cachedInputTokenCount)
				&& Objects.equals(this.reasoningTokenCount, that.reasoningTokenCount);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.cachedInputTokenCount, this.reasoningTokenCount);
	}

	@Override
	public String toString() {
		return "TaotokenTokenUsage[inputTokenCount=" + inputTokenCount() + ", outputTokenCount=" + outputTokenCount()
				+ ", totalTokenCount=" + totalTokenCount() + ", cachedInputTokenCount=" + this.cachedInputTokenCount
				+ ", reasoningTokenCount=" + this.reasoningTokenCount + "]";
	}

}
