package net.taotoken.failover.langchain4j;

import java.util.function.Consumer;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import net.taotoken.failover.support.GuardedCall;

/**
 * A handler whose exceptions end no answer: it hears of them by its own
 * {@link StreamingChatResponseHandler#onError}, as the models of LangChain4j do it.
 */
final class GuardedHandler {

	private final StreamingChatResponseHandler handler;

	private final GuardedCall guard;

	GuardedHandler(StreamingChatResponseHandler handler) {
		this.handler = handler;
		this.guard = GuardedCall.discreet("StreamingChatResponseHandler", handler);
	}

	void call(Consumer<StreamingChatResponseHandler> step) {
		try {
			step.accept(this.handler);
		}
		catch (Exception ex) {
			error(ex);
		}
	}

	void error(Throwable failure) {
		this.guard.run(() -> this.handler.onError(failure));
	}

}
