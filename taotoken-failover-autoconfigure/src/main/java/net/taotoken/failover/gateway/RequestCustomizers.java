package net.taotoken.failover.gateway;

import java.util.List;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.http.OutgoingRequest;

/**
 * The only place that calls customizers of requests.
 */
final class RequestCustomizers {

	private final List<GatewayRequestCustomizer> customizers;

	RequestCustomizers(List<GatewayRequestCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Let all customizers change a request.
	 * @param request the request
	 * @param model the model that is asked
	 * @param subject what the request is about, for messages
	 * @throws GatewayException if a customizer throws anything but an {@link Error}; the
	 * fault is one of the request
	 */
	void apply(OutgoingRequest request, String model, String subject) {
		for (GatewayRequestCustomizer customizer : this.customizers) {
			try {
				customizer.customize(request, model);
			}
			// they may throw checked exceptions without saying so
			catch (Exception ex) {
				Fault fault = Fault.of(FaultKind.INVALID_REQUEST).withHint("a request customizer failed");
				throw new GatewayException(fault, subject, null, null, ex);
			}
		}
	}

}
