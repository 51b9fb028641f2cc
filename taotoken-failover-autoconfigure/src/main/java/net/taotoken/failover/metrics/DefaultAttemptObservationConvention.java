package net.taotoken.failover.metrics;

import io.micrometer.common.KeyValues;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.AttemptDetails;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.AttemptKeys;

/**
 * Tells attempts apart by model and entry, route, outcome and kind of fault.
 *
 * @since 0.1.0
 */
public class DefaultAttemptObservationConvention implements AttemptObservationConvention {

	/** The name of the timer. */
	public static final String NAME = "taotoken.attempts";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(AttemptObservationContext context) {
		return "attempt " + context.getModelName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
		KeyValues keyValues = KeyValues.of(AttemptKeys.MODEL.withValue(context.getModelName()),
				AttemptKeys.ROUTE.withValue(context.getRoute()), AttemptKeys.OUTCOME.withValue(context.getOutcome()),
				AttemptKeys.KIND.withValue(kind(context)));
		String entry = context.getEntry();
		return (entry != null) ? keyValues.and(AttemptKeys.ENTRY.withValue(entry)) : keyValues;
	}

	private static String kind(AttemptObservationContext context) {
		Fault fault = context.getFault();
		return (fault != null) ? fault.kind().id() : "none";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(AttemptObservationContext context) {
		Fault fault = context.getFault();
		String status = (fault != null && fault.status() != null) ? fault.status().toString() : "none";
		KeyValues details = KeyValues.of(
				AttemptDetails.PROVIDER_NAME.withValue(DefaultCallObservationConvention.PROVIDER),
				AttemptDetails.REQUEST_MODEL.withValue(context.requestModel()),
				AttemptDetails.STATUS_CODE.withValue(status),
				AttemptDetails.EARLIER.withValue(Integer.toString(context.getEarlierAttempts())));
		return (fault != null) ? details.and(AttemptDetails.ERROR_TYPE.withValue(fault.kind().id())) : details;
	}

}
