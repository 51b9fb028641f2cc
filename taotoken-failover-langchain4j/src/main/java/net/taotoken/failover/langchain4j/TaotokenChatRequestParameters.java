package net.taotoken.failover.langchain4j;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a request with all that Taotoken knows and LangChain4j has no place for:
 * the route, the models, and fields of the protocol. What is {@code null} is left to the
 * defaults of the model. Immutable.
 *
 * @since 0.1.0
 */
public final class TaotokenChatRequestParameters extends DefaultChatRequestParameters {

	private final @Nullable String route;

	private final @Nullable List<String> models;

	private final @Nullable Integer maxCompletionTokens;

	private final @Nullable Long seed;

	private final @Nullable Boolean parallelToolCalls;

	private final @Nullable String reasoningEffort;

	private final @Nullable Map<String, Number> logitBias;

	private final @Nullable Boolean logprobs;

	private final @Nullable Integer topLogprobs;

	private final @Nullable String user;

	private final @Nullable Map<String, @Nullable Object> extra;

	private TaotokenChatRequestParameters(Builder builder) {
		super(builder);
		this.route = builder.route;
		this.models = builder.models;
		this.maxCompletionTokens = builder.maxCompletionTokens;
		this.seed = builder.seed;
		this.parallelToolCalls = builder.parallelToolCalls;
		this.reasoningEffort = builder.reasoningEffort;
		this.logitBias = builder.logitBias;
		this.logprobs = builder.logprobs;
		this.topLogprobs = builder.topLogprobs;
		this.user = builder.user;
		this.extra = builder.extra;
	}

	/**
	 * The name of the route to take.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable String route() {
		return this.route;
	}

	/**
	 * The models to try, in order, instead of those of a route.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable List<String> models() {
		return this.models;
	}

	/**
	 * The longest answer in tokens, thinking included.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Integer maxCompletionTokens() {
		return this.maxCompletionTokens;
	}

	/**
	 * A number that makes answers more repeatable.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Long seed() {
		return this.seed;
	}

	/**
	 * Tells whether one answer may call several tools.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Boolean parallelToolCalls() {
		return this.parallelToolCalls;
	}

	/**
	 * The effort of thinking, such as {@code low}.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable String reasoningEffort() {
		return this.reasoningEffort;
	}

	/**
	 * Bias for or against tokens, by token id.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Map<String, Number> logitBias() {
		return this.logitBias;
	}

	/**
	 * Tells whether to tell the probabilities of the tokens.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Boolean logprobs() {
		return this.logprobs;
	}

	/**
	 * The number of alternatives to tell for each token.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Integer topLogprobs() {
		return this.topLogprobs;
	}

	/**
	 * The end user on whose behalf this is asked.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable String user() {
		return this.user;
	}

	/**
	 * All other fields, sent as they are.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Map<String, @Nullable Object> extra() {
		return this.extra;
	}

	/**
	 * A builder without any settings.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public TaotokenChatRequestParameters overrideWith(ChatRequestParameters that) {
		return builder().overrideWith(this).overrideWith(that).build();
	}

	@Override
	public TaotokenChatRequestParameters defaultedBy(ChatRequestParameters that) {
		return builder().overrideWith(that).overrideWith(this).build();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof TaotokenChatRequestParameters that
				&& Objects.equals(this.route, that.route) && Objects.equals(this.models, that.models)
				&& Objects.equals(this.maxCompletionTokens, that.maxCompletionTokens)
				&& Objects.equals(this.seed, that.seed)
				&& Objects.equals(this.parallelToolCalls, that.parallelToolCalls)
				&& Objects.equals(this.reasoningEffort, that.reasoningEffort)
				&& Objects.equals(this.logitBias, that.logitBias) && Objects.equals(this.logprobs, that.logprobs)
				&& Objects.equals(this.topLogprobs, that.topLogprobs) && Objects.equals(this.user, that.user)
				&& Objects.equals(this.extra, that.extra);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.route, this.models, this.maxCompletionTokens, this.seed,
				this.parallelToolCalls, this.reasoningEffort, this.logitBias, this.logprobs, this.topLogprobs,
				this.user, this.extra);
	}

	/**
	 * Shows the names of tools and extra fields, never their values.
	 */
	@Override
	public String toString() {
		return "TaotokenChatRequestParameters[modelName=" + modelName() + ", route=" + this.route + ", models="
				+ this.models + ", tools=" + toolSpecifications().size() + ", extra="
				+ ((this.extra != null) ? this.extra.keySet() : List.of()) + "]";
	}

	/**
	 * Builds parameters. To be used by one thread.
	 */
	public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

		private @Nullable String route;

		private @Nullable List<String> models;

		private @Nullable Integer maxCompletionTokens;

		private @Nullable Long seed;

		private @Nullable Boolean parallelToolCalls;

		private @Nullable String reasoningEffort;

		private @Nullable Map<String, Number> logitBias;

		private @Nullable Boolean logprobs;

		private @Nullable Integer topLogprobs;

		private @Nullable String user;

		private @Nullable Map<String, @Nullable Object> extra;

		private Builder() {
		}

		@Override
		public Builder overrideWith(ChatRequestParameters parameters) {
			super.overrideWith(parameters);
			if (parameters instanceof TaotokenChatRequestParameters own) {
				this.route = (own.route != null) ? own.route : this.route;
				this.models = (own.models != null) ? own.models : this.models;
				this.maxCompletionTokens = (own.maxCompletionTokens != null) ? own.maxCompletionTokens
						: this.maxCompletionTokens;
				this.seed = (own.seed != null) ? own.seed : this.seed;
				this.parallelToolCalls = (own.parallelToolCalls != null) ? own.parallelToolCalls
						: this.parallelToolCalls;
				this.reasoningEffort = (own.reasoningEffort != null) ? own.reasoningEffort : this.reasoningEffort;
				this.logitBias = (own.logitBias != null) ? own.logitBias : this.logitBias;
				this.logprobs = (own.logprobs != null) ? own.logprobs : this.logprobs;
				this.topLogprobs = (own.topLogprobs != null) ? own.topLogprobs : this.topLogprobs;
				this.user = (own.user != null) ? own.user : this.user;
				this.extra = (own.extra != null) ? own.extra : this.extra;
			}
			else {
				ForeignParameters.report(parameters);
			}
			return this;
		}

		/**
		 * Sets the name of the route to take.
		 * @param route the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder route(@Nullable String route) {
			this.route = route;
			return this;
		}

		/**
		 * Sets the models to try, in order, instead of those of a route.
		 * @param models the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder models(@Nullable List<String> models) {
			this.models = (models != null) ? List.copyOf(models) : null;
			return this;
		}

		/**
		 * Sets the models to try, in order, instead of those of a route.
		 * @param models the names, none twice
		 * @return this builder
		 */
		public Builder models(String... models) {
			return models(Arrays.asList(models));
		}

		/**
		 * Sets the longest answer in tokens, thinking included.
		 * @param maxCompletionTokens the value, or {@code null} to leave it to the
		 * defaults
		 * @return this builder
		 */
		public Builder maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
			this.maxCompletionTokens = maxCompletionTokens;
			return this;
		}

		/**
		 * Sets a number that makes answers more repeatable.
		 * @param seed the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * Sets whether one answer may call several tools.
		 * @param parallelToolCalls the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			this.parallelToolCalls = parallelToolCalls;
			return this;
		}

		/**
		 * Sets how long the model thinks, such as {@code low}.
		 * @param reasoningEffort the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		/**
		 * Sets bias for or against tokens, by token id.
		 * @param logitBias the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder logitBias(@Nullable Map<String, Number> logitBias) {
			this.logitBias = (logitBias != null) ? Map.copyOf(logitBias) : null;
			return this;
		}

		/**
		 * Sets whether to tell the probabilities of the tokens.
		 * @param logprobs the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Boolean logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * Sets how many alternatives to tell for each token.
		 * @param topLogprobs the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder topLogprobs(@Nullable Integer topLogprobs) {
			this.topLogprobs = topLogprobs;
			return this;
		}

		/**
		 * Sets the end user on whose behalf this is asked, by a name that tells nothing
		 * else.
		 * @param user the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder user(@Nullable String user) {
			this.user = user;
			return this;
		}

		/**
		 * Sets all other fields, sent as they are.
		 * @param extra the value, or {@code null} to leave it to the defaults
		 * @return this builder
		 */
		public Builder extra(@Nullable Map<String, @Nullable Object> extra) {
			this.extra = (extra != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(extra)) : null;
			return this;
		}

		@Override
		public TaotokenChatRequestParameters build() {
			return new TaotokenChatRequestParameters(this);
		}

	}

}
