package net.taotoken.failover.gateway;

import net.taotoken.failover.gateway.http.OutgoingRequest;

/**
 * Changes each request before it is sent, such as to add headers. Called in the thread of
 * the caller, from many threads at once, after our own headers were set. What it throws
 * ends the call: no request is sent, no other model is asked, and the health of the model
 * does not change.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GatewayRequestCustomizer {

	/**
	 * Customize a request.
	 * @param request the request, without its body
	 * @param model the model that is asked, or an empty text if the request is for a
	 * document of the gateway, such as its list of models
	 */
	void customize(OutgoingRequest request, String model);

}
