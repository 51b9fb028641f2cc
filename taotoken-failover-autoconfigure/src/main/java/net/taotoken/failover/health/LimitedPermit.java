package net.taotoken.failover.health;

import org.jspecify.annotations.Nullable;

/**
 * A permit of a model with limits, of which it holds a part until it is settled.
 */
final class LimitedPermit extends Permit {

	private final TakenRoom taken;

	private volatile TokensUsed used = TokensUsed.UNKNOWN;

	LimitedPermit(ModelHealth health, @Nullable HealthState probed, boolean owner, @Nullable ReturnRamp ramp,
			TakenRoom taken) {
		super(health, probed, owner, ramp);
		this.taken = taken;
	}

	@Override
	public void used(long promptTokens, long answerTokens) {
		this.used = new TokensUsed(promptTokens, answerTokens);
	}

	@Override
	public void repeated(long now) {
		this.taken.limiter().repeated(now);
	}

	@Override
	void giveBack() {
		super.giveBack();
		this.taken.limiter().neverAsked(this.taken);
	}

	@Override
	void ended(long now) {
		this.taken.limiter().ended(this.taken, this.used, (now == UNKNOWN) ? -1 : now - this.taken.at());
	}

}
