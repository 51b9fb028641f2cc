package net.taotoken.failover.springai;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * Spring AI's chat model over models that fail over. It does not call tools: that is for
 * {@code ChatClient}, each round of whose loop is a call of its own and may be answered
 * by another model.
 * <p>
 * {@link #call(Prompt)} throws what
 * {@link TaotokenOperations#chat(ChatCompletionRequest)} does, and
 * {@link #stream(Prompt)} ends with it as an error, or with a
 * {@link net.taotoken.failover.StreamInterruptedException} when an answer breaks after
 * its first token. Everything has been tried then; a retry around it should not. What it
 * took to get an answer is read by {@link TaotokenResponse}. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class TaotokenChatModel implements ChatModel {

	private static final ChatModelObservationConvention CONVENTION = new RouteObservationConvention();

	private final TaotokenOperations operations;

	private final ReactiveTaotokenTemplate reactive;

	private final TaotokenChatOptions options;

	private final StreamDelivery delivery;

	private final PromptMapper prompts;

	private final ObservationRegistry observations;

	private final @Nullable ChatModelObservationConvention convention;

	TaotokenChatModel(TaotokenChatModelBuilder builder) {
		this.operations = builder.operations;
		this.reactive = builder.reactive;
		this.options = builder.options;
		this.delivery = builder.delivery;
		this.prompts = new PromptMapper((builder.tools != null) ? builder.tools : ToolCallingManager.builder().build());
		this.observations = builder.observations;
		this.convention = builder.convention;
	}

	/**
	 * A builder of a chat model.
	 * @param operations makes the calls
	 * @param reactive makes the calls whose answers are streamed
	 * @return a new builder
	 */
	public static TaotokenChatModelBuilder builder(TaotokenOperations operations, ReactiveTaotokenTemplate reactive) {
		return new TaotokenChatModelBuilder(operations, reactive);
	}

	/**
	 * The options of calls that have none of their own. {@code ChatClient} begins with
	 * them, too.
	 */
	@Override
	public TaotokenChatOptions getOptions() {
		return this.options;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		TaotokenChatOptions options = options(prompt);
		ChatCompletionRequest request = this.prompts.request(prompt, options);
		ChatModelObservationContext context = context(prompt, options, false);
		return Objects.requireNonNull(observation(context).observe(() -> {
			ChatResponse response = CompletionMapper.response(this.operations.chat(request));
			context.setResponse(response);
			return response;
		}));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((subscriber) -> {
			TaotokenChatOptions options = options(prompt);
			ChatCompletionRequest request = this.prompts.request(prompt, options);
			ChatModelObservationContext context = context(prompt, options, true);
			Observation observation = observation(context)
				.parentObservation(subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null))
				.start();
			return this.reactive
				.stream(request, this.delivery, (stream) -> new ResponseIterator(stream, context::setResponse))
				.transform((responses) -> ObservedResponses.of(responses, observation));
		});
	}

	private TaotokenChatOptions options(Prompt prompt) {
		ChatOptions options = prompt.getOptions();
		if (options == null) {
			return this.options;
		}
		return (options instanceof TaotokenChatOptions own) ? own : ForeignOptions.adopt(options).build();
	}

	private static ChatModelObservationContext context(Prompt prompt, TaotokenChatOptions options, boolean streaming) {
		Prompt observed = (prompt.getOptions() instanceof TaotokenChatOptions) ? prompt
				: new Prompt(prompt.getInstructions(), options);
		return ChatModelObservationContext.builder().prompt(observed).provider("taotoken").streaming(streaming).build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(this.convention, CONVENTION,
				() -> context, this.observations);
	}

}
