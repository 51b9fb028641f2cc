package net.taotoken.failover.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import net.taotoken.failover.health.LimitUse;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is left of the limits of a model, by the count of this instance.
 */
final class LimitDetails {

	private LimitDetails() {
	}

	/**
	 * The details of the limits that there are.
	 */
	static Map<String, Object> of(LimitUse use) {
		Map<String, Object> details = new LinkedHashMap<>();
		put(details, "rpm", use.limits().rpm(), use.requestsLeft());
		put(details, "tpm", use.limits().tpm(), use.tokensLeft());
		put(details, "concurrent", use.limits().concurrent(), use.concurrentLeft());
		details.put("waiting", use.waiting());
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable Number limit, @Nullable Number left) {
		if (limit != null && left != null) {
			details.put(name, limit);
			details.put(name + "Left", left);
		}
	}

}
