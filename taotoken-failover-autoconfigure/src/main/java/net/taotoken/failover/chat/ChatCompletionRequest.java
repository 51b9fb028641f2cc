package net.taotoken.failover.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A question to a model: what has been said so far, and how the answer should be. Only
 * what is set is sent; ranges of numbers are left to the gateway to check.
 *
 * @param model the model to ask first, or {@code null} to leave it to the route
 * @param messages the conversation so far, not empty
 * @param temperature how freely the model chooses its words
 * @param topP the share of probability that the model chooses from
 * @param n how many answers to write
 * @param stop texts at which the model stops; never {@code null}. A single text is read
 * too, and written as a list
 * @param maxTokens the longest answer in tokens, by its older name
 * @param maxCompletionTokens the longest answer in tokens, thinking included
 * @param presencePenalty how much words that occurred are avoided
 * @param frequencyPenalty how much words that occurred often are avoided
 * @param logitBias bias for or against tokens, by token id; never {@code null}
 * @param logprobs whether to tell the probabilities of the tokens
 * @param topLogprobs how many alternatives to tell for each token
 * @param seed a number that makes answers more repeatable
 * @param tools the tools that the model may ask for; never {@code null}
 * @param toolChoice which tool to call: a text such as {@code auto}, or a map that names
 * one
 * @param parallelToolCalls whether one answer may call several tools
 * @param responseFormat the form that the answer must have
 * @param reasoningEffort how long the model thinks, such as {@code low}
 * @param user the end user on whose behalf this is asked, by a name that tells nothing
 * else
 * @param stream whether the answer comes in pieces; set by the template
 * @param streamOptions wishes for a streamed answer
 * @param extra all other fields, sent as they are; never {@code null}
 * @param models the models to try for this request, in order, instead of those of a
 * route; empty for none, never {@code null}. Not on the wire
 * @param route the name of the route to take, or {@code null} for the default. Not on the
 * wire
 * @since 0.1.0
 */
@JsonDeserialize(using = ChatCompletionRequestReader.class)
@JsonSerialize(using = ChatCompletionRequestWriter.class)
public record ChatCompletionRequest(@Nullable String model, List<ChatMessage> messages, @Nullable Double temperature,
		@JsonProperty("top_p") @Nullable Double topP, @Nullable Integer n, List<String> stop,
		@JsonProperty("max_tokens") @Nullable Integer maxTokens,
		@JsonProperty("max_completion_tokens") @Nullable Integer maxCompletionTokens,
		@JsonProperty("presence_penalty") @Nullable Double presencePenalty,
		@JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty,
		@JsonProperty("logit_bias") Map<String, Number> logitBias, @Nullable Boolean logprobs,
		@JsonProperty("top_logprobs") @Nullable Integer topLogprobs, @Nullable Long seed, List<Tool> tools,
		@JsonProperty("tool_choice") @Nullable Object toolChoice,
		@JsonProperty("parallel_tool_calls") @Nullable Boolean parallelToolCalls,
		@JsonProperty("response_format") @Nullable ResponseFormat responseFormat,
		@JsonProperty("reasoning_effort") @Nullable String reasoningEffort, @Nullable String user,
		@Nullable Boolean stream, @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
		@UnknownFields Map<String, @Nullable Object> extra, @JsonIgnore List<String> models,
		@JsonIgnore @Nullable String route) {

	/**
	 * Create a request. {@link #builder()} is easier to read.
	 * @throws IllegalArgumentException if there are no messages, if the model, the route
	 * or a name in {@code models} is blank, if {@code models} names one twice, or if
	 * {@code extra} holds a field that has its own place
	 */
	public ChatCompletionRequest {
		messages = Copies.list(messages);
		stop = Copies.list(stop);
		logitBias = Copies.map(logitBias);
		tools = Copies.list(tools);
		extra = Copies.extra(ChatCompletionRequest.class, extra);
		models = (models != null && !models.isEmpty()) ? checkNames(models) : List.of();
		if (messages.isEmpty()) {
			throw new IllegalArgumentException("messages must not be empty: add one with user(\"…\")");
		}
		checkNotBlank("model", model);
		checkNotBlank("route", route);
	}

	/**
	 * A request with one message of the user and nothing else.
	 * @param userMessage what the user says
	 * @return the request
	 */
	public static ChatCompletionRequest of(String userMessage) {
		return builder().user(userMessage).build();
	}

	/**
	 * A builder without any settings.
	 * @return a new builder
	 */
	public static ChatCompletionRequestBuilder builder() {
		return new ChatCompletionRequestBuilder();
	}

	/**
	 * A builder that starts with the settings of this request.
	 * @return a new builder
	 */
	public ChatCompletionRequestBuilder toBuilder() {
		return new ChatCompletionRequestBuilder(this);
	}

	private static List<String> checkNames(List<String> models) {
		Set<String> seen = new HashSet<>();
		for (String model : models) {
			if (model == null || model.isBlank()) {
				throw new IllegalArgumentException("models must not contain a blank name");
			}
			if (!seen.add(model)) {
				throw new IllegalArgumentException("models must not name \"" + model + "\" twice");
			}
		}
		return List.copyOf(models);
	}

	private static void checkNotBlank(String argument, @Nullable String value) {
		if (value != null && value.isBlank()) {
			throw new IllegalArgumentException(argument + " must not be blank: name one, or leave it out");
		}
	}

	@Override
	public String toString() {
		return "ChatCompletionRequest[model=" + this.model + ", models=" + this.models + ", route=" + this.route
				+ ", messages=" + this.messages.size() + ", tools=" + this.tools.size() + ", stream=" + this.stream
				+ "]";
	}

}
