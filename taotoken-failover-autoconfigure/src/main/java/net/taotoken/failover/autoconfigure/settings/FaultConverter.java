package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.Map;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.FaultProperties;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.FaultPolicies;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is configured for kinds of fault over the built-in table.
 */
final class FaultConverter {

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("faults");

	private FaultConverter() {
	}

	public static FaultPolicies convert(Map<FaultKind, FaultProperties> given) {
		FaultPolicies policies = FaultPolicies.defaults();
		for (Map.Entry<FaultKind, FaultProperties> entry : given.entrySet()) {
			policies = put(policies, entry.getKey(), entry.getValue());
		}
		return policies;
	}

	private static FaultPolicies put(FaultPolicies policies, FaultKind kind, FaultProperties given) {
		PropertyKey key = KEY.dot(kind.id());
		if (kind == FaultKind.CANCELLED) {
			throw key.refuseAndAdvise("A call whose caller is gone always ends; there is nothing to configure.",
					"nothing: remove the lines under '" + key + "'");
		}
		if (given.maxAttempts() != null) {
			Checks.atLeast(key.dot("max-attempts"), 1, given.maxAttempts(), 2);
		}
		return policies.with(kind,
				policies.of(kind)
					.with(given.reaction(), time(key.dot("wait"), given.firstWait(), "1s"),
							time(key.dot("cool-down"), given.coolDown(), "30s"), given.maxAttempts()));
	}

	private static @Nullable Duration time(PropertyKey key, @Nullable Duration value, String example) {
		return (value != null) ? Checks.notNegative(key, value, example) : null;
	}

}
