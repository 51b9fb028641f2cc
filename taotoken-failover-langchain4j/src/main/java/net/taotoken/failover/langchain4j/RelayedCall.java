package net.taotoken.failover.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;

/**
 * Asks a streaming model of another library. An attempt ends well when the first part of
 * the answer is there.
 */
final class RelayedCall implements ModelCall<RelayedStream> {

	private final StreamingChatModel delegate;

	private final ChatRequest request;

	RelayedCall(StreamingChatModel delegate, ChatRequest request) {
		this.delegate = delegate;
		this.request = request;
	}

	@Override
	public RelayedStream ask(ModelAttempt attempt) throws Exception {
		RelayedStream stream = new RelayedStream(attempt.model());
		try {
			this.delegate.chat(DelegateRequests.to(attempt.model().name(), this.request), stream.events());
			stream.awaitFirst(attempt.firstTokenLimit());
		}
		catch (Throwable ex) {
			if (stream.hasBegun()) {
				attempt.showsLife();
			}
			stream.abandon();
			throw ex;
		}
		stream.begin(attempt.takeOver());
		return stream;
	}

	@Override
	public void discard(RelayedStream stream) {
		stream.abandon();
	}

}
