package net.taotoken.failover.metrics;

import java.util.Locale;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.http.OutgoingRequest;

/**
 * Sends the trace of an attempt to the gateway: the ids of trace and span, and no
 * baggage, which may hold what is meant for the house only.
 *
 * @since 0.1.0
 */
public final class TraceHeaders implements GatewayRequestCustomizer {

	private final ObservationRegistry registry;

	/**
	 * Create a customizer.
	 * @param registry knows the attempt that is under way
	 */
	public TraceHeaders(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void customize(OutgoingRequest request, String model) {
		Observation current = this.registry.getCurrentObservation();
		if (current == null || !(current.getContextView() instanceof AttemptObservationContext attempt)) {
			return;
		}
		Map<String, String> headers = attempt.getCarrier();
		if (headers != null) {
			headers.forEach((name, value) -> {
				if (isOfTrace(name.toLowerCase(Locale.ROOT))) {
					request.setHeader(name, value);
				}
			});
		}
	}

	private static boolean isOfTrace(String name) {
		return name.equals("traceparent") || name.equals("tracestate") || name.equals("b3") || name.startsWith("x-b3-");
	}

}
