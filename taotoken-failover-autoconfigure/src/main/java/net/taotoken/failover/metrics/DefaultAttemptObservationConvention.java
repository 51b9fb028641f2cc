package net.taotoken.failover.metrics;

import io.micrometer.common.KeyValues;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.AttemptDetails;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.AttemptKeys;
import org.jspecify.annotations.Nullable;

/**
 * Tells attempts apart by model and entry, route, outcome and kind of fault.
 *
 * @since 0.1.0
 */
public class DefaultAttemptObservationConvention implements AttemptObservationConvention {

	/** The name of the timer. */
	public static final String NAME = "taotoken.attempts";

	private static final String NONE = "none";

	private final Known<Tags, KeyValues> known = new Known<>(Tags::keyValues);

	private final Known<Details, KeyValues> knownDetails = new Known<>(Details::keyValues);

	private final Known<String, String> knownNames = new Known<>("attempt "::concat);

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(AttemptObservationContext context) {
		return this.knownNames.of(context.getModelName());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
		return this.known.of(new Tags(context.getModelName(), context.getRoute(), context.getOutcome(),
				kind(context.getFault()), context.getEntry()));
	}

	private static String kind(@Nullable Fault fault) {
		return (fault != null) ? fault.kind().id() : NONE;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(AttemptObservationContext context) {
		Fault fault = context.getFault();
		return this.knownDetails.of(new Details(context.requestModel(), (fault != null) ? fault.status() : null,
				context.getEarlierAttempts(), kind(fault)));
	}

	private record Tags(String model, String route, String outcome, String kind, @Nullable String entry) {

		KeyValues keyValues() {
			KeyValues keyValues = KeyValues.of(AttemptKeys.MODEL.withValue(this.model),
					AttemptKeys.ROUTE.withValue(this.route), AttemptKeys.OUTCOME.withValue(this.outcome),
					AttemptKeys.KIND.withValue(this.kind));
			return (this.entry != null) ? keyValues.and(AttemptKeys.ENTRY.withValue(this.entry)) : keyValues;
		}

	}

	private record Details(String model, @Nullable Integer status, int earlier, String kind) {

		KeyValues keyValues() {
			KeyValues details = KeyValues.of(
					AttemptDetails.PROVIDER_NAME.withValue(DefaultCallObservationConvention.PROVIDER),
					AttemptDetails.REQUEST_MODEL.withValue(this.model),
					AttemptDetails.STATUS_CODE.withValue((this.status != null) ? this.status.toString() : NONE),
					AttemptDetails.EARLIER.withValue(Integer.toString(this.earlier)));
			return NONE.equals(this.kind) ? details : details.and(AttemptDetails.ERROR_TYPE.withValue(this.kind));
		}

	}

}
