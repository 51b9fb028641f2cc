package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.engine.ModelProbe;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.route.TokenDemand;

/**
 * A request that can be sent to any model, and what the engine has to know of it.
 *
 * @param <T> what an answer is
 */
abstract sealed class ChatCall<T> implements ModelCall<T> permits StreamRequest, WholeRequest {

	private final ChatParts parts;

	private final ChatCompletionRequest asked;

	private final GatewayRequest written;

	/**
	 * Create a call.
	 * @param parts what all requests share
	 * @param asked what the application asks for
	 * @param written what all models are told
	 */
	ChatCall(ChatParts parts, ChatCompletionRequest asked, GatewayRequest written) {
		this.parts = parts;
		this.asked = asked;
		this.written = written;
	}

	/**
	 * Tells whether the answer has to come as a stream.
	 */
	abstract boolean isStreamed();

	@Override
	public final boolean needs(MissingFeature feature) {
		return features().contain(feature);
	}

	@Override
	public final long requestSize() {
		return this.written.size();
	}

	@Override
	public final TokenDemand tokenDemand() {
		return features().tokenDemand(this.written);
	}

	// made when somebody asks, which is seldom
	private RequestFeatures features() {
		return new RequestFeatures(this.asked, isStreamed());
	}

	@Override
	public final ModelProbe probe() {
		return this.parts.probe();
	}

	final ChatParts parts() {
		return this.parts;
	}

	final GatewayRequest written() {
		return this.written;
	}

}
