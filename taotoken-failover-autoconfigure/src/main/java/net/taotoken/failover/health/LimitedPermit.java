package net.taotoken.failover.health;

import net.taotoken.failover.route.TokenDemand;
import org.jspecify.annotations.Nullable;

/**
 * A permit of a model with limits. It occupies a place until it is settled.
 */
final class LimitedPermit extends Permit {

	private final ModelLimiter limiter;

	private final @Nullable Applicant applicant;

	/** The tokens that were taken. */
	private final long tokens;

	/** The tick at which they were. */
	private final long at;

	// without a first value, which would cost each request a fence
	private volatile @Nullable TokensUsed used;

	LimitedPermit(ModelHealth health, @Nullable HealthState probed, boolean owner, @Nullable ReturnRamp ramp,
			ModelLimiter limiter, @Nullable Applicant applicant, long tokens, long at) {
		super(health, probed, owner, ramp);
		this.limiter = limiter;
		this.applicant = applicant;
		this.tokens = tokens;
		this.at = at;
	}

	long tokens() {
		return this.tokens;
	}

	long at() {
		return this.at;
	}

	TokenDemand demand() {
		return (this.applicant != null) ? this.applicant.size() : TokenDemand.UNKNOWN;
	}

	@Override
	public void used(long promptTokens, long answerTokens) {
		this.used = new TokensUsed(promptTokens, answerTokens);
	}

	@Override
	public void repeated(long now) {
		this.limiter.repeated(now);
	}

	@Override
	void neverAsked() {
		super.neverAsked();
		this.limiter.neverAsked(this);
	}

	@Override
	void ended(long now) {
		TokensUsed said = this.used;
		this.limiter.ended(this, (said != null) ? said : TokensUsed.UNKNOWN, (now == UNKNOWN) ? -1 : now - this.at);
	}

}
