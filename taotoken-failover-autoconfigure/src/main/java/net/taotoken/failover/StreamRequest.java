package net.taotoken.failover;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.engine.ModelProbe;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.route.TokenDemand;

/**
 * A request whose answer is read as it comes. A model has answered when its first token
 * is there.
 *
 * @param attempts sends it
 * @param request what all models are told
 * @param features what it asks for
 */
record StreamRequest(ChatAttempts attempts, GatewayRequest request,
		RequestFeatures features) implements ModelCall<OpenStream> {

	@Override
	public OpenStream ask(ModelAttempt attempt) {
		GatewayStream stream = open(attempt);
		return new OpenStream(stream, attempt.takeOver());
	}

	private GatewayStream open(ModelAttempt attempt) {
		try {
			return this.attempts.open(this.request, attempt);
		}
		catch (GatewayException ex) {
			if (StreamingHabits.isAboutStreams(ex.fault())) {
				this.attempts.habits().learn(attempt.model().id(), Habit.REFUSES);
			}
			throw ex;
		}
	}

	@Override
	public boolean needs(MissingFeature feature) {
		return this.features.contain(feature);
	}

	@Override
	public long requestSize() {
		return this.request.size();
	}

	@Override
	public TokenDemand tokenDemand() {
		return this.features.tokenDemand(this.request);
	}

	@Override
	public ModelProbe probe() {
		return this.attempts.probe();
	}

	@Override
	public void discard(OpenStream stream) {
		stream.close();
	}

}
