package net.taotoken.failover.autoconfigure.properties;

import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Exchange between the instances of an application, by Redis or Valkey.
 *
 * @param enabled Whether instances tell each other which models are out. Needs Spring
 * Data Redis with Lettuce.
 * @param namespace Name that separates fleets in one Redis: letters, digits, dots, dashes
 * and underscores. Unless set, made of the base URLs and keys, so that instances with the
 * same ones hear each other.
 * @param instance Name of this instance in reports to others, of the same form. A few
 * random characters are added. Unless set, the name of the host.
 * @param share Kinds of fault that are told: rate-limited, overloaded, model-unavailable,
 * quota-exhausted or authentication, which is what a server says of itself.
 * @param quorum How many instances have to find a model out of reach, too slow or failing
 * before the others pass it over, too: at least 2, or 0 to let each decide for itself.
 * @since 0.1.0
 */
public record FleetProperties(@DefaultValue("false") boolean enabled, @Nullable String namespace,
		@Nullable String instance, @DefaultValue( {
				"rate-limited", "overloaded", "model-unavailable", "quota-exhausted",
				"authentication" }) Set<FaultKind> share,
		@DefaultValue("2") int quorum){

	static final FleetProperties DEFAULTS = new FleetProperties(false, null, null, Set.of(FaultKind.RATE_LIMITED,
			FaultKind.OVERLOADED, FaultKind.MODEL_UNAVAILABLE, FaultKind.QUOTA_EXHAUSTED, FaultKind.AUTHENTICATION), 2);

}
