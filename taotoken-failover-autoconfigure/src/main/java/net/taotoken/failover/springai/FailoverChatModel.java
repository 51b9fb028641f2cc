package net.taotoken.failover.springai;

import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Failover around a chat model of another provider, which is asked for one model id after
 * the other. For applications that cannot leave that model; {@link TaotokenChatModel}
 * knows more of what went wrong. Safe for use by many threads, if the other model is.
 * <p>
 * The other model has to limit the time of its calls, and must not repeat them:
 * {@code spring.ai.openai.max-retries=0}. Streams fail over until their first content,
 * which is limited as {@code taotoken.timeouts} say, and so are their silences; one that
 * breaks later, or ends without a finish reason, ends with a
 * {@link net.taotoken.failover.StreamInterruptedException}.
 *
 * @since 0.1.0
 */
public final class FailoverChatModel implements ChatModel {

	private final TaotokenOperations operations;

	private final ReactiveTaotokenTemplate reactive;

	private final ChatModel delegate;

	/**
	 * Put a model under failover.
	 * @param operations makes the calls, along its route
	 * @param reactive reads what is streamed
	 * @param delegate answers, by the model id in the options that it is given
	 */
	public FailoverChatModel(TaotokenOperations operations, ReactiveTaotokenTemplate reactive, ChatModel delegate) {
		this.operations = operations;
		this.reactive = reactive;
		this.delegate = delegate;
		DelegateRetries.warnOf(delegate);
	}

	@Override
	public ChatOptions getOptions() {
		return this.delegate.getOptions();
	}

	/**
	 * Make a call.
	 * @param prompt the prompt. It names no model, or the default of the other model,
	 * which counts as none
	 * @return the response, whose metadata know what was tried; see
	 * {@link TaotokenResponse}
	 * @throws net.taotoken.failover.engine.FailoverException if no model gave an answer
	 * @throws IllegalArgumentException if the prompt names another model; nothing has
	 * been sent then
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		ChatOptions options = options(prompt);
		FailoverResult<ChatResponse> result = this.operations
			.executeForResult((model) -> this.delegate.call(DelegatePrompts.to(model, prompt, options)));
		return TaotokenResponse.withStory(result.answer(), result.model().name(), result.attempts());
	}

	/**
	 * Make a call whose answer is streamed. Exceptions of {@link #call(Prompt)} are
	 * errors of the stream.
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return this.reactive.read(() -> open(prompt), RelayedAnswer::iterator, RelayedAnswer::close);
	}

	private RelayedAnswer open(Prompt prompt) {
		FailoverResult<RelayedResponses> result = this.operations
			.executeAttempts(new RelayedCall(this.delegate, prompt, options(prompt)));
		return new RelayedAnswer(result);
	}

	private ChatOptions options(Prompt prompt) {
		return DelegatePrompts.options(prompt, this.delegate.getOptions());
	}

}
