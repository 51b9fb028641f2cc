package net.taotoken.failover;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;

/**
 * A request whose answer is read as it comes. A model has answered when its first token
 * is there.
 */
final class StreamRequest extends ChatCall<OpenStream> {

	StreamRequest(ChatParts parts, ChatCompletionRequest request) {
		super(parts, request, GatewayRequest.of(request));
	}

	@Override
	public OpenStream ask(ModelAttempt attempt) {
		GatewayStream stream = open(attempt);
		return new OpenStream(stream, attempt.takeOver());
	}

	private GatewayStream open(ModelAttempt attempt) {
		try {
			return parts().sender().open(written(), attempt);
		}
		catch (GatewayException ex) {
			if (StreamingHabits.isAboutStreams(ex.fault())) {
				parts().habits().learn(attempt.model().id(), Habit.REFUSES);
			}
			throw ex;
		}
	}

	@Override
	boolean isStreamed() {
		return true;
	}

	@Override
	public void discard(OpenStream stream) {
		stream.close();
	}

}
