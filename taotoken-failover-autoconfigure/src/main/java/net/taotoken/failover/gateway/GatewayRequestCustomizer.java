package net.taotoken.failover.gateway;

import org.apache.hc.core5.http.HttpRequest;

/**
 * Changes each request before it is sent, such as to add headers. Called in the thread of
 * the caller, from many threads at once, after our own headers were set. What it throws
 * ends the call, and no request is sent.
 */
@FunctionalInterface
public interface GatewayRequestCustomizer {

	/**
	 * Customize a request.
	 * @param request the request, without its body
	 * @param model the model that is asked, or an empty text if the request is for a
	 * document of the gateway, such as its list of models
	 */
	void customize(HttpRequest request, String model);

}
