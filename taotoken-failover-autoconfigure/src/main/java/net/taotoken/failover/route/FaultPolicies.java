package net.taotoken.failover.route;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import org.jspecify.annotations.Nullable;

/**
 * The effect of each kind of fault on a call. Immutable.
 *
 * @since 0.1.0
 */
public final class FaultPolicies {

	private static final FaultPolicies DEFAULTS = new FaultPolicies(defaultTable());

	private final Map<FaultKind, FaultPolicy> policies;

	private FaultPolicies(Map<FaultKind, FaultPolicy> policies) {
		this.policies = policies;
	}

	/**
	 * The default table. The waits for rate limit (5 s), network (1 s) and overload (3 s)
	 * are those of the product's specification.
	 * @return the policies that apply unless something else is configured
	 */
	public static FaultPolicies defaults() {
		return DEFAULTS;
	}

	private static Map<FaultKind, FaultPolicy> defaultTable() {
		Map<FaultKind, FaultPolicy> table = new EnumMap<>(FaultKind.class);
		table.put(FaultKind.RATE_LIMITED, retry(Duration.ofSeconds(5)));
		table.put(FaultKind.OVERLOADED, retry(Duration.ofSeconds(3)));
		table.put(FaultKind.SERVER_ERROR, retry(Duration.ofMillis(500)));
		table.put(FaultKind.UNREACHABLE, retry(Duration.ofSeconds(1)));
		table.put(FaultKind.TIMEOUT, policy(Reaction.SWITCH, Reaction.SWITCH, Duration.ofSeconds(5)));
		table.put(FaultKind.INVALID_RESPONSE, retry(Duration.ofMillis(500)));
		table.put(FaultKind.MODEL_UNAVAILABLE, policy(Reaction.SWITCH, Reaction.SWITCH, Duration.ofMinutes(10)));
		table.put(FaultKind.QUOTA_EXHAUSTED, policy(Reaction.SWITCH, Reaction.FAIL, Duration.ofMinutes(5)));
		table.put(FaultKind.AUTHENTICATION, policy(Reaction.SWITCH, Reaction.FAIL, Duration.ofMinutes(5)));
		table.put(FaultKind.CONTEXT_LENGTH_EXCEEDED, policy(Reaction.SWITCH, Reaction.SWITCH, null));
		table.put(FaultKind.UNSUPPORTED, policy(Reaction.SWITCH, Reaction.SWITCH, null));
		table.put(FaultKind.CONTENT_REJECTED, policy(Reaction.FAIL, Reaction.FAIL, null));
		table.put(FaultKind.INVALID_REQUEST, policy(Reaction.FAIL, Reaction.FAIL, null));
		table.put(FaultKind.CANCELLED, policy(Reaction.FAIL, Reaction.FAIL, null));
		table.put(FaultKind.UNKNOWN, policy(Reaction.SWITCH, Reaction.SWITCH, null));
		return table;
	}

	private static FaultPolicy retry(Duration wait) {
		return new FaultPolicy(Reaction.RETRY, Reaction.RETRY, wait, null, null);
	}

	private static FaultPolicy policy(Reaction reaction, Reaction accountReaction, @Nullable Duration coolDown) {
		return new FaultPolicy(reaction, accountReaction, Duration.ofSeconds(1), coolDown, null);
	}

	/**
	 * The effect of faults of a kind.
	 * @param kind the kind
	 * @return its policy
	 */
	public FaultPolicy of(FaultKind kind) {
		return Objects.requireNonNull(this.policies.get(kind), "no policy");
	}

	/**
	 * These policies with another one for a kind.
	 * @param kind the kind; not {@link FaultKind#CANCELLED}, which always ends a call
	 * @param policy what faults of the kind do
	 * @return a copy
	 */
	public FaultPolicies with(FaultKind kind, FaultPolicy policy) {
		if (kind == FaultKind.CANCELLED) {
			throw new IllegalArgumentException("'cancelled' always ends a call: the caller is gone");
		}
		Map<FaultKind, FaultPolicy> copy = new EnumMap<>(this.policies);
		copy.put(kind, policy);
		return new FaultPolicies(copy);
	}

}
