package net.taotoken.failover.springai;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Options of Spring AI's calls, with all that a
 * {@link net.taotoken.failover.chat.ChatCompletionRequest} knows. Only what is set is
 * sent. Without a model, the route decides which model is asked. Immutable.
 *
 * @since 0.1.0
 */
public final class TaotokenChatOptions extends DefaultToolCallingChatOptions implements StructuredOutputChatOptions {

	private final RequestOptions request;

	TaotokenChatOptions(@Nullable List<ToolCallback> toolCallbacks, @Nullable Map<String, Object> toolContext,
			@Nullable String model, @Nullable Double frequencyPenalty, @Nullable Integer maxTokens,
			@Nullable Double presencePenalty, @Nullable List<String> stopSequences, @Nullable Double temperature,
			@Nullable Integer topK, @Nullable Double topP, RequestOptions request) {
		super(toolCallbacks, toolContext, model, frequencyPenalty, maxTokens, presencePenalty, stopSequences,
				temperature, topK, topP);
		this.request = request;
	}

	/**
	 * A builder without any options.
	 * @return a new builder
	 */
	public static TaotokenChatOptionsBuilder builder() {
		return new TaotokenChatOptionsBuilder();
	}

	@Override
	public TaotokenChatOptionsBuilder mutate() {
		return new TaotokenChatOptionsBuilder(this);
	}

	RequestOptions request() {
		return this.request;
	}

	/**
	 * The route to take.
	 * @return the name of the route, or {@code null} for the default
	 */
	public @Nullable String getRoute() {
		return this.request.route();
	}

	/**
	 * The models to try, in order, instead of those of a route.
	 * @return the model ids, or {@code null} if the route decides
	 */
	public @Nullable List<String> getModels() {
		return this.request.models();
	}

	/**
	 * The number of answers to write.
	 * @return the number, or {@code null} for one
	 */
	public @Nullable Integer getN() {
		return this.request.n();
	}

	/**
	 * A number that makes answers more repeatable.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Long getSeed() {
		return this.request.seed();
	}

	/**
	 * The longest answer in tokens, thinking included.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer getMaxCompletionTokens() {
		return this.request.maxCompletionTokens();
	}

	/**
	 * The effort of thinking, such as {@code low}.
	 * @return the effort, or {@code null} if it is not set
	 */
	public @Nullable String getReasoningEffort() {
		return this.request.reasoningEffort();
	}

	/**
	 * The tool to call.
	 * @return a text such as {@code auto}, a map that names a tool, or {@code null} if it
	 * is not set
	 */
	public @Nullable Object getToolChoice() {
		return this.request.toolChoice();
	}

	/**
	 * Tells whether one answer may call several tools.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Boolean getParallelToolCalls() {
		return this.request.parallelToolCalls();
	}

	/**
	 * The form that the answer must have, unless there is an {@link #getOutputSchema()
	 * output schema}.
	 * @return the form, or {@code null} if it is not set
	 */
	public @Nullable ResponseFormat getResponseFormat() {
		return this.request.responseFormat();
	}

	@Override
	public @Nullable String getOutputSchema() {
		return this.request.outputSchema();
	}

	/**
	 * Tells whether to tell the probabilities of the tokens.
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable Boolean getLogprobs() {
		return this.request.logprobs();
	}

	/**
	 * The number of alternatives to tell for each token.
	 * @return the number, or {@code null} if it is not set
	 */
	public @Nullable Integer getTopLogprobs() {
		return this.request.topLogprobs();
	}

	/**
	 * Bias for or against tokens, by token id.
	 * @return the bias, or {@code null} if it is not set
	 */
	public @Nullable Map<String, Number> getLogitBias() {
		return this.request.logitBias();
	}

	/**
	 * The end user on whose behalf this is asked.
	 * @return a name that tells nothing else, or {@code null} if it is not set
	 */
	public @Nullable String getUser() {
		return this.request.user();
	}

	/**
	 * All other fields of the request, sent as they are.
	 * @return the fields by their names on the wire, never {@code null}
	 */
	public Map<String, @Nullable Object> getExtra() {
		return this.request.extra();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TaotokenChatOptions that && super.equals(other) && this.request.equals(that.request);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.request);
	}

}
