package net.taotoken.failover.engine.call;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;

/**
 * If a call failed with several different faults, this order decides which one the
 * exception reports. The most useful comes first. What concerns all models comes before
 * what concerns one, what passes with time before what does not, since a caller may come
 * back after an outage, and what is proven before the word of one model.
 */
public enum FaultRank {

	/** The caller's own account or key, which concerns every model. */
	OF_ACCOUNT(true),

	/** Too much work for now. */
	BUSY(true),

	/** A server or a connection that does not work. */
	BROKEN(true),

	/** Nobody knows. */
	UNRECOGNISED(true),

	/**
	 * The model is not available, or its supplier rejects the gateway's key or has no
	 * credit left.
	 */
	OF_ONE_MODEL(true),

	/** The request, or the address that it goes to, is wrong. */
	REFUSED(false),

	/** One model says so. */
	REFUSED_BY_ONE(false),

	/** The attempt was given up. */
	GIVEN_UP(false);

	private final boolean passing;

	FaultRank(boolean passing) {
		this.passing = passing;
	}

	/**
	 * Tells whether the same call may be answered by the same model at another time.
	 */
	public boolean isPassing() {
		return this.passing;
	}

	public static FaultRank of(Fault fault) {
		return switch (fault.kind()) {
			case RATE_LIMITED, OVERLOADED -> passing(fault, BUSY);
			case TIMEOUT, SERVER_ERROR, UNREACHABLE, INVALID_RESPONSE -> passing(fault, BROKEN);
			case UNKNOWN -> passing(fault, UNRECOGNISED);
			case QUOTA_EXHAUSTED, AUTHENTICATION, MODEL_UNAVAILABLE ->
				passing(fault, isOfAccount(fault) ? OF_ACCOUNT : OF_ONE_MODEL);
			case INVALID_REQUEST, CONTENT_REJECTED, UNSUPPORTED, CONTEXT_LENGTH_EXCEEDED -> refused(fault);
			case CANCELLED -> GIVEN_UP;
		};
	}

	private static boolean isOfAccount(Fault fault) {
		return fault.scope() == FaultScope.ACCOUNT && fault.proven();
	}

	private static FaultRank passing(Fault fault, FaultRank rank) {
		return (fault.scope() == FaultScope.REQUEST) ? refused(fault) : rank;
	}

	private static FaultRank refused(Fault fault) {
		return fault.proven() ? REFUSED : REFUSED_BY_ONE;
	}

}
