package net.taotoken.failover.gateway.http;

import java.io.IOException;

import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.GatewayHttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;

import org.springframework.boot.ssl.SslBundle;

/**
 * The connections to the gateway. Made by {@link GatewayHttpClients}, used by a
 * {@link GatewayClient} or {@link GatewayDocuments}, and closed with it. Safe for use by
 * many threads.
 */
public abstract class GatewayHttpClient implements AutoCloseable {

	GatewayHttpClient() {
	}

	/**
	 * Send a request and wait for the head of its response.
	 * @param request the request
	 * @return the response, whose body is still to come
	 * @throws IOException if there is no response
	 */
	public abstract ClassicHttpResponse open(WireRequest request) throws IOException;

	/**
	 * Close connections that have not been used for long, or that the server has closed.
	 * @return whether there are connections left that will have to be looked at
	 */
	public abstract boolean sweep();

	/**
	 * Use another SSL bundle for all connections that are opened from now on. Exchanges
	 * under way end as they began; their connections are not used again. Without effect
	 * if a customizer has set TLS of its own.
	 * @param bundle the bundle
	 * @throws IllegalStateException if the bundle cannot be used; the one before stays
	 */
	public abstract void use(SslBundle bundle);

	/**
	 * Close all connections, those in use, too.
	 */
	@Override
	public abstract void close();

}
