package net.taotoken.failover.metrics;

import io.micrometer.common.KeyValues;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.CallKeys;

/**
 * Follows the OpenTelemetry conventions for clients of generative AI.
 *
 * @since 0.1.0
 */
public class DefaultCallObservationConvention implements CallObservationConvention {

	/** The name of the timer. */
	public static final String NAME = "gen_ai.client.operation.duration";

	static final String PROVIDER = "taotoken";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(CallObservationContext context) {
		boolean asked = !ModelNames.NONE.equals(context.getRequestModel());
		return asked ? context.getOperation() + " " + context.getRequestModel() : context.getOperation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
		KeyValues keyValues = KeyValues.of(CallKeys.OPERATION_NAME.withValue(context.getOperation()),
				CallKeys.PROVIDER_NAME.withValue(PROVIDER), CallKeys.REQUEST_MODEL.withValue(context.getRequestModel()),
				CallKeys.RESPONSE_MODEL.withValue(context.getResponseModel()),
				CallKeys.ERROR_TYPE.withValue(context.getErrorType()), CallKeys.ROUTE.withValue(context.getRoute()));
		String entry = context.getEntry();
		return (entry != null) ? keyValues.and(CallKeys.ENTRY.withValue(entry)) : keyValues;
	}

}
