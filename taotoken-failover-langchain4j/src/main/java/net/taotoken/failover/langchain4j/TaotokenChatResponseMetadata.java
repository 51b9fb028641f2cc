package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.Objects;

import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that also tell which model of the route answered and what was tried before.
 * {@link #modelName()} is the name by which the server calls that model.
 *
 * @since 0.1.0
 */
public final class TaotokenChatResponseMetadata extends ChatResponseMetadata {

	private final @Nullable String requestedModel;

	private final List<Attempt> attempts;

	private final @Nullable ChatCompletion completion;

	private final @Nullable ChatResponseMetadata original;

	private TaotokenChatResponseMetadata(Builder builder) {
		super(builder);
		this.requestedModel = builder.requestedModel;
		this.attempts = builder.attempts;
		this.completion = builder.completion;
		this.original = builder.original;
	}

	/**
	 * The model of the route that answered.
	 * @return the id of the model that was asked, or {@code null} if it is not known
	 */
	public @Nullable String requestedModel() {
		return this.requestedModel;
	}

	/**
	 * Everything that was tried for this answer, in order, with the attempt that was
	 * answered at the end. After a tool loop these are the attempts of its last round.
	 * @return the attempts
	 */
	public List<Attempt> attempts() {
		return this.attempts;
	}

	/**
	 * The whole answer as the gateway gave it, with all that LangChain4j has no place
	 * for.
	 * @return the completion, or {@code null} if another model than
	 * {@link TaotokenChatModel} and {@link TaotokenStreamingChatModel} made the request
	 */
	public @Nullable ChatCompletion completion() {
		return this.completion;
	}

	/**
	 * The metadata as the model behind {@link FailoverChatModel} or
	 * {@link FailoverStreamingChatModel} gave them.
	 * @return the metadata of its own class, or {@code null} if there is no such model
	 */
	public @Nullable ChatResponseMetadata original() {
		return this.original;
	}

	/**
	 * A builder without any values.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public Builder toBuilder() {
		Builder builder = new Builder().requestedModel(this.requestedModel)
			.attempts(this.attempts)
			.completion(this.completion)
			.original(this.original);
		toBuilder(builder);
		return builder;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof TaotokenChatResponseMetadata that
				&& Objects.equals(this.requestedModel, that.requestedModel) && this.attempts.equals(that.attempts)
				&& Objects.equals(this.completion, that.completion) && Objects.equals(this.original, that.original);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.requestedModel, this.attempts);
	}

	@Override
	public String toString() {
		return "TaotokenChatResponseMetadata[id=" + id() + ", modelName=" + modelName() + ", tokenUsage=" + tokenUsage()
				+ ", finishReason=" + finishReason() + ", requestedModel=" + this.requestedModel + ", attempts="
				+ this.attempts.size() + "]";
	}

	/**
	 * Builds metadata. To be used by one thread.
	 */
	public static final class Builder extends ChatResponseMetadata.Builder<Builder> {

		private @Nullable String requestedModel;

		private List<Attempt> attempts = List.of();

		private @Nullable ChatCompletion completion;

		private @Nullable ChatResponseMetadata original;

		private Builder() {
		}

		/**
		 * Sets the model of the route that answered.
		 * @param requestedModel the id of the model that was asked
		 * @return this builder
		 */
		public Builder requestedModel(@Nullable String requestedModel) {
			this.requestedModel = requestedModel;
			return this;
		}

		/**
		 * Sets everything that was tried.
		 * @param attempts the attempts, in order
		 * @return this builder
		 */
		public Builder attempts(List<Attempt> attempts) {
			this.attempts = List.copyOf(attempts);
			return this;
		}

		/**
		 * Sets the whole answer as the gateway gave it.
		 * @param completion the completion, or {@code null} if there is none
		 * @return this builder
		 */
		public Builder completion(@Nullable ChatCompletion completion) {
			this.completion = completion;
			return this;
		}

		/**
		 * Sets the metadata that another model gave.
		 * @param original the metadata, or {@code null} if there are none
		 * @return this builder
		 */
		public Builder original(@Nullable ChatResponseMetadata original) {
			this.original = original;
			return this;
		}

		@Override
		public TaotokenChatResponseMetadata build() {
			return new TaotokenChatResponseMetadata(this);
		}

	}

}
