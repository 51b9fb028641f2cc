package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ChatCompletionRequest}. To be used by one thread.
 *
 * @since 0.1.0
 */
public final class ChatCompletionRequestBuilder {

	private @Nullable String model;

	private final List<ChatMessage> messages = new ArrayList<>();

	private @Nullable Double temperature;

	private @Nullable Double topP;

	private @Nullable Integer n;

	private List<String> stop = List.of();

	private @Nullable Integer maxTokens;

	private @Nullable Integer maxCompletionTokens;

	private @Nullable Double presencePenalty;

	private @Nullable Double frequencyPenalty;

	private Map<String, Number> logitBias = Map.of();

	private @Nullable Boolean logprobs;

	private @Nullable Integer topLogprobs;

	private @Nullable Long seed;

	private final List<Tool> tools = new ArrayList<>();

	private @Nullable Object toolChoice;

	private @Nullable Boolean parallelToolCalls;

	private @Nullable ResponseFormat responseFormat;

	private @Nullable String reasoningEffort;

	private @Nullable String user;

	private @Nullable Boolean stream;

	private @Nullable StreamOptions streamOptions;

	private final Map<String, @Nullable Object> extra = new LinkedHashMap<>();

	private List<String> models = List.of();

	private @Nullable String route;

	ChatCompletionRequestBuilder() {
	}

	ChatCompletionRequestBuilder(ChatCompletionRequest request) {
		this.model = request.model();
		this.messages.addAll(request.messages());
		this.temperature = request.temperature();
		this.topP = request.topP();
		this.n = request.n();
		this.stop = request.stop();
		this.maxTokens = request.maxTokens();
		this.maxCompletionTokens = request.maxCompletionTokens();
		this.presencePenalty = request.presencePenalty();
		this.frequencyPenalty = request.frequencyPenalty();
		this.logitBias = request.logitBias();
		this.logprobs = request.logprobs();
		this.topLogprobs = request.topLogprobs();
		this.seed = request.seed();
		this.tools.addAll(request.tools());
		this.toolChoice = request.toolChoice();
		this.parallelToolCalls = request.parallelToolCalls();
		this.responseFormat = request.responseFormat();
		this.reasoningEffort = request.reasoningEffort();
		this.user = request.user();
		this.stream = request.stream();
		this.streamOptions = request.streamOptions();
		this.extra.putAll(request.extra());
		this.models = request.models();
		this.route = request.route();
	}

	/**
	 * Adds a message with the role {@code system}.
	 * @param text what is said
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder system(String text) {
		return message(ChatMessage.system(text));
	}

	/**
	 * Adds a message with the role {@code user}.
	 * @param text what is said
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder user(String text) {
		return message(ChatMessage.user(text));
	}

	/**
	 * Adds a message with the role {@code user} that is made of parts.
	 * @param parts texts and images
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder user(ContentPart... parts) {
		return message(ChatMessage.user(parts));
	}

	/**
	 * Adds a message with the role {@code assistant}.
	 * @param text what is said
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder assistant(String text) {
		return message(ChatMessage.assistant(text));
	}

	/**
	 * Adds a message.
	 * @param message the message
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder message(ChatMessage message) {
		this.messages.add(message);
		return this;
	}

	/**
	 * Replaces all messages.
	 * @param messages the conversation so far
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder messages(List<ChatMessage> messages) {
		List<ChatMessage> copy = List.copyOf(messages);
		this.messages.clear();
		this.messages.addAll(copy);
		return this;
	}

	/**
	 * Sets the models to try for this request, in order, instead of those of a route.
	 * @param models the names, none twice
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder models(String... models) {
		return models(Arrays.asList(models));
	}

	/**
	 * Sets the models to try for this request, in order, instead of those of a route.
	 * @param models the names, none twice
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder models(List<String> models) {
		this.models = models;
		return this;
	}

	/**
	 * Sets the texts at which the model stops.
	 * @param stop the texts
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder stop(String... stop) {
		return stop(Arrays.asList(stop));
	}

	/**
	 * Sets the texts at which the model stops.
	 * @param stop the texts
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder stop(List<String> stop) {
		this.stop = stop;
		return this;
	}

	/**
	 * Adds a tool that the model may ask for.
	 * @param tool the tool
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder tool(Tool tool) {
		this.tools.add(tool);
		return this;
	}

	/**
	 * Replaces all tools.
	 * @param tools the tools that the model may ask for
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder tools(List<Tool> tools) {
		List<Tool> copy = List.copyOf(tools);
		this.tools.clear();
		this.tools.addAll(copy);
		return this;
	}

	/**
	 * Sets the end user on whose behalf this is asked. {@link #user(String)} adds a
	 * message instead.
	 * @param user a name that tells nothing else
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder endUser(@Nullable String user) {
		this.user = user;
		return this;
	}

	/**
	 * Sets a field that has no method of its own.
	 * @param name the name of the field
	 * @param value anything that can be written as JSON, {@code null} included
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder extra(String name, @Nullable Object value) {
		this.extra.put(name, value);
		return this;
	}

	/**
	 * Sets the model to ask first.
	 * @param model the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder model(@Nullable String model) {
		this.model = model;
		return this;
	}

	/**
	 * Sets how freely the model chooses its words.
	 * @param temperature the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder temperature(@Nullable Double temperature) {
		this.temperature = temperature;
		return this;
	}

	/**
	 * Sets the share of probability that the model chooses from.
	 * @param topP the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder topP(@Nullable Double topP) {
		this.topP = topP;
		return this;
	}

	/**
	 * Sets how many answers to write.
	 * @param n the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder n(@Nullable Integer n) {
		this.n = n;
		return this;
	}

	/**
	 * Sets the longest answer in tokens, by its older name.
	 * @param maxTokens the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder maxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
		return this;
	}

	/**
	 * Sets the longest answer in tokens, thinking included.
	 * @param maxCompletionTokens the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
		this.maxCompletionTokens = maxCompletionTokens;
		return this;
	}

	/**
	 * Sets how much words that occurred are avoided.
	 * @param presencePenalty the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder presencePenalty(@Nullable Double presencePenalty) {
		this.presencePenalty = presencePenalty;
		return this;
	}

	/**
	 * Sets how much words that occurred often are avoided.
	 * @param frequencyPenalty the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder frequencyPenalty(@Nullable Double frequencyPenalty) {
		this.frequencyPenalty = frequencyPenalty;
		return this;
	}

	/**
	 * Sets a bias for or against tokens, by token id.
	 * @param logitBias the value
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder logitBias(Map<String, Number> logitBias) {
		this.logitBias = logitBias;
		return this;
	}

	/**
	 * Sets whether to tell the probabilities of the tokens.
	 * @param logprobs the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder logprobs(@Nullable Boolean logprobs) {
		this.logprobs = logprobs;
		return this;
	}

	/**
	 * Sets how many alternatives to tell for each token.
	 * @param topLogprobs the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder topLogprobs(@Nullable Integer topLogprobs) {
		this.topLogprobs = topLogprobs;
		return this;
	}

	/**
	 * Sets a number that makes answers more repeatable.
	 * @param seed the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder seed(@Nullable Long seed) {
		this.seed = seed;
		return this;
	}

	/**
	 * Sets which tool to call: a text such as {@code auto}, or a map that names one.
	 * @param toolChoice the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder toolChoice(@Nullable Object toolChoice) {
		this.toolChoice = toolChoice;
		return this;
	}

	/**
	 * Sets whether one answer may call several tools.
	 * @param parallelToolCalls the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
		this.parallelToolCalls = parallelToolCalls;
		return this;
	}

	/**
	 * Sets the form that the answer must have.
	 * @param responseFormat the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder responseFormat(@Nullable ResponseFormat responseFormat) {
		this.responseFormat = responseFormat;
		return this;
	}

	/**
	 * Sets how long the model thinks, such as {@code low}.
	 * @param reasoningEffort the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder reasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
		return this;
	}

	/**
	 * Sets whether the answer comes in pieces. The template sets it by itself.
	 * @param stream the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder stream(@Nullable Boolean stream) {
		this.stream = stream;
		return this;
	}

	/**
	 * Sets wishes for a streamed answer.
	 * @param streamOptions the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder streamOptions(@Nullable StreamOptions streamOptions) {
		this.streamOptions = streamOptions;
		return this;
	}

	/**
	 * Sets the name of the route to take.
	 * @param route the value, or {@code null} to leave it out
	 * @return this builder
	 */
	public ChatCompletionRequestBuilder route(@Nullable String route) {
		this.route = route;
		return this;
	}

	/**
	 * Builds the request.
	 * @return the request
	 * @throws IllegalArgumentException if there are no messages, if the model, the route
	 * or a name in {@code models} is blank, if {@code models} names one twice, or if an
	 * extra field has a method of its own
	 */
	public ChatCompletionRequest build() {
		return new ChatCompletionRequest(this.model, this.messages, this.temperature, this.topP, this.n, this.stop,
				this.maxTokens, this.maxCompletionTokens, this.presencePenalty, this.frequencyPenalty, this.logitBias,
				this.logprobs, this.topLogprobs, this.seed, this.tools, this.toolChoice, this.parallelToolCalls,
				this.responseFormat, this.reasoningEffort, this.user, this.stream, this.streamOptions, this.extra,
				this.models, this.route);
	}

}
