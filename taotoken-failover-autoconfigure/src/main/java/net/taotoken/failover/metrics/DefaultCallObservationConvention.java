package net.taotoken.failover.metrics;

import io.micrometer.common.KeyValues;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.CallKeys;
import org.jspecify.annotations.Nullable;

/**
 * Follows the OpenTelemetry conventions for clients of generative AI.
 *
 * @since 0.1.0
 */
public class DefaultCallObservationConvention implements CallObservationConvention {

	/** The name of the timer. */
	public static final String NAME = "gen_ai.client.operation.duration";

	static final String PROVIDER = "taotoken";

	private final Known<Tags, KeyValues> known = new Known<>(Tags::keyValues);

	private final Known<Asked, String> knownNames = new Known<>(Asked::name);

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(CallObservationContext context) {
		return this.knownNames.of(new Asked(context.getOperation(), context.getRequestModel()));
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
		return this.known.of(new Tags(context.getOperation(), context.getRequestModel(), context.getResponseModel(),
				context.getErrorType(), context.getRoute(), context.getEntry()));
	}

	private record Asked(String operation, String model) {

		String name() {
			return ModelNames.NONE.equals(this.model) ? this.operation : this.operation + " " + this.model;
		}

	}

	private record Tags(String operation, String requestModel, String responseModel, String errorType, String route,
			@Nullable String entry) {

		KeyValues keyValues() {
			KeyValues keyValues = KeyValues.of(CallKeys.OPERATION_NAME.withValue(this.operation),
					CallKeys.PROVIDER_NAME.withValue(PROVIDER), CallKeys.REQUEST_MODEL.withValue(this.requestModel),
					CallKeys.RESPONSE_MODEL.withValue(this.responseModel),
					CallKeys.ERROR_TYPE.withValue(this.errorType), CallKeys.ROUTE.withValue(this.route));
			return (this.entry != null) ? keyValues.and(CallKeys.ENTRY.withValue(this.entry)) : keyValues;
		}

	}

}
