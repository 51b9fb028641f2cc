package net.taotoken.failover.springai;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;

/**
 * Builds {@link TaotokenChatOptions}. To be used by one thread.
 *
 * @since 0.1.0
 */
public final class TaotokenChatOptionsBuilder extends DefaultToolCallingChatOptions.Builder<TaotokenChatOptionsBuilder>
		implements StructuredOutputChatOptions.Builder<TaotokenChatOptionsBuilder> {

	private @Nullable String route;

	private @Nullable List<String> models;

	private @Nullable Integer n;

	private @Nullable Long seed;

	private @Nullable Integer maxCompletionTokens;

	private @Nullable String reasoningEffort;

	private @Nullable Object toolChoice;

	private @Nullable Boolean parallelToolCalls;

	private @Nullable ResponseFormat responseFormat;

	private @Nullable String outputSchema;

	private @Nullable Boolean logprobs;

	private @Nullable Integer topLogprobs;

	private @Nullable Map<String, Number> logitBias;

	private @Nullable String user;

	private Map<String, @Nullable Object> extra = new LinkedHashMap<>();

	TaotokenChatOptionsBuilder() {
	}

	TaotokenChatOptionsBuilder(TaotokenChatOptions options) {
		PortableOptions.copy(options, this);
		replace(options.request());
	}

	private void replace(RequestOptions request) {
		this.route = request.route();
		this.models = request.models();
		this.n = request.n();
		this.seed = request.seed();
		this.maxCompletionTokens = request.maxCompletionTokens();
		this.reasoningEffort = request.reasoningEffort();
		this.toolChoice = request.toolChoice();
		this.parallelToolCalls = request.parallelToolCalls();
		this.responseFormat = request.responseFormat();
		this.outputSchema = request.outputSchema();
		this.logprobs = request.logprobs();
		this.topLogprobs = request.topLogprobs();
		this.logitBias = request.logitBias();
		this.user = request.user();
		this.extra.putAll(request.extra());
	}

	/**
	 * Sets the route to take.
	 * @param route the name of a route, or {@code null} for the default
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder route(@Nullable String route) {
		this.route = route;
		return this;
	}

	/**
	 * Sets the models to try, in order, instead of those of a route.
	 * @param models the model ids, none twice, or {@code null} to leave it to the route
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder models(@Nullable List<String> models) {
		this.models = models;
		return this;
	}

	/**
	 * Sets the models to try, in order, instead of those of a route.
	 * @param models the model ids, none twice
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder models(String... models) {
		return models(Arrays.asList(models));
	}

	/**
	 * Sets how many answers to write.
	 * @param n the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder n(@Nullable Integer n) {
		this.n = n;
		return this;
	}

	/**
	 * Sets a number that makes answers more repeatable.
	 * @param seed the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder seed(@Nullable Long seed) {
		this.seed = seed;
		return this;
	}

	/**
	 * Sets the longest answer in tokens, thinking included.
	 * @param maxCompletionTokens the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
		this.maxCompletionTokens = maxCompletionTokens;
		return this;
	}

	/**
	 * Sets how long the model thinks, such as {@code low}.
	 * @param reasoningEffort the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder reasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
		return this;
	}

	/**
	 * Sets which tool to call: a text such as {@code auto}, or a map that names one.
	 * @param toolChoice the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder toolChoice(@Nullable Object toolChoice) {
		this.toolChoice = toolChoice;
		return this;
	}

	/**
	 * Sets whether one answer may call several tools.
	 * @param parallelToolCalls the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
		this.parallelToolCalls = parallelToolCalls;
		return this;
	}

	/**
	 * Sets the form that the answer must have.
	 * @param responseFormat the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder responseFormat(@Nullable ResponseFormat responseFormat) {
		this.responseFormat = responseFormat;
		return this;
	}

	/**
	 * Sets whether to tell the probabilities of the tokens.
	 * @param logprobs the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder logprobs(@Nullable Boolean logprobs) {
		this.logprobs = logprobs;
		return this;
	}

	/**
	 * Sets how many alternatives to tell for each token.
	 * @param topLogprobs the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder topLogprobs(@Nullable Integer topLogprobs) {
		this.topLogprobs = topLogprobs;
		return this;
	}

	/**
	 * Sets a bias for or against tokens, by token id.
	 * @param logitBias the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder logitBias(@Nullable Map<String, Number> logitBias) {
		this.logitBias = logitBias;
		return this;
	}

	/**
	 * Sets the end user on whose behalf this is asked.
	 * @param user a name that tells nothing else, or {@code null} to leave it out
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder user(@Nullable String user) {
		this.user = user;
		return this;
	}

	/**
	 * Sets the JSON schema that the answer must follow strictly. It comes before a
	 * response format.
	 * @param outputSchema the schema as JSON text, or {@code null} for none
	 * @return this builder
	 */
	@Override
	public TaotokenChatOptionsBuilder outputSchema(@Nullable String outputSchema) {
		this.outputSchema = outputSchema;
		return this;
	}

	/**
	 * Sets a field of the request that has no method of its own.
	 * @param name the name of the field on the wire
	 * @param value anything that can be written as JSON, {@code null} included
	 * @return this builder
	 */
	public TaotokenChatOptionsBuilder extra(String name, @Nullable Object value) {
		this.extra.put(name, value);
		return this;
	}

	@Override
	public TaotokenChatOptionsBuilder clone() {
		TaotokenChatOptionsBuilder copy = super.clone();
		copy.extra = new LinkedHashMap<>(this.extra);
		return copy;
	}

	/**
	 * Takes over all that is set in other options. Options of another provider are taken
	 * over as far as there is a place for them here; the log names once, at warn level,
	 * those that are left out.
	 * @param other the other options
	 * @return this builder
	 */
	@Override
	public TaotokenChatOptionsBuilder combineWith(ChatOptions.Builder<?> other) {
		if (other instanceof TaotokenChatOptionsBuilder that) {
			super.combineWith(that);
			set(that);
			return this;
		}
		if (PortableOptions.isPortable(other)) {
			super.combineWith(other);
			return this;
		}
		TaotokenChatOptionsBuilder adopted = ForeignOptions.adopt(other.build());
		return combineWith(adopted);
	}

	private void set(TaotokenChatOptionsBuilder that) {
		this.route = (that.route != null) ? that.route : this.route;
		this.models = (that.models != null) ? that.models : this.models;
		this.n = (that.n != null) ? that.n : this.n;
		this.seed = (that.seed != null) ? that.seed : this.seed;
		this.maxCompletionTokens = (that.maxCompletionTokens != null) ? that.maxCompletionTokens
				: this.maxCompletionTokens;
		this.reasoningEffort = (that.reasoningEffort != null) ? that.reasoningEffort : this.reasoningEffort;
		this.toolChoice = (that.toolChoice != null) ? that.toolChoice : this.toolChoice;
		this.parallelToolCalls = (that.parallelToolCalls != null) ? that.parallelToolCalls : this.parallelToolCalls;
		this.responseFormat = (that.responseFormat != null) ? that.responseFormat : this.responseFormat;
		this.outputSchema = (that.outputSchema != null) ? that.outputSchema : this.outputSchema;
		this.logprobs = (that.logprobs != null) ? that.logprobs : this.logprobs;
		this.topLogprobs = (that.topLogprobs != null) ? that.topLogprobs : this.topLogprobs;
		this.logitBias = (that.logitBias != null) ? that.logitBias : this.logitBias;
		this.user = (that.user != null) ? that.user : this.user;
		this.extra.putAll(that.extra);
	}

	@Override
	public TaotokenChatOptions build() {
		RequestOptions request = new RequestOptions(this.route, this.models, this.n, this.seed,
				this.maxCompletionTokens, this.reasoningEffort, this.toolChoice, this.parallelToolCalls,
				this.responseFormat, this.outputSchema, this.logprobs, this.topLogprobs, this.logitBias, this.user,
				this.extra);
		return new TaotokenChatOptions(this.toolCallbacks, this.toolContext, this.model, this.frequencyPenalty,
				this.maxTokens, this.presencePenalty, this.stopSequences, this.temperature, this.topK, this.topP,
				request);
	}

}
