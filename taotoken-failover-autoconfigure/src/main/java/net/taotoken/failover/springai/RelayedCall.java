package net.taotoken.failover.springai;

import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Asks a model of another provider for a stream. An attempt ends well when the first
 * content is there.
 *
 * @param delegate the model
 * @param prompt what to ask
 * @param options its options, in which the model id is set
 */
record RelayedCall(ChatModel delegate, Prompt prompt, ChatOptions options) implements ModelCall<RelayedResponses> {

	@Override
	public RelayedResponses ask(ModelAttempt attempt) throws Exception {
		RelayedResponses responses = new RelayedResponses(attempt.model().timeouts().stall());
		boolean begun = false;
		try {
			this.delegate.stream(DelegatePrompts.to(attempt.model().name(), this.prompt, this.options))
				.contextCapture()
				.subscribe(responses);
			responses.awaitContent(attempt.firstTokenLimit());
			begun = true;
		}
		finally {
			if (!begun) {
				if (responses.hasBegun()) {
					attempt.showsLife();
				}
				responses.abandon();
			}
		}
		responses.begin(attempt.takeOver());
		return responses;
	}

	@Override
	public void discard(RelayedResponses responses) {
		responses.close();
	}

}
