package net.taotoken.failover.autoconfigure.properties;

import java.net.URI;
import java.util.Map;

import net.taotoken.failover.gateway.GatewayConnection;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The address of the gateway, and the key for it. A bean of this type takes the place of
 * the properties {@code taotoken.base-url} and {@code taotoken.api-key}. Both are read at
 * start and for each request; implementations are called from many threads at once.
 *
 * @since 0.1.0
 */
public interface TaotokenConnectionDetails extends ConnectionDetails, GatewayConnection {

	/**
	 * The address of the gateway.
	 * @return an absolute http or https URL, by default {@code https://taotoken.net/api}
	 */
	@Override
	default URI baseUrl() {
		return URI.create("https://taotoken.net/api");
	}

	/**
	 * The key that is sent as bearer token.
	 * @return the key, never blank
	 */
	@Override
	String apiKey();

	/**
	 * The connections of entries, in place of what the properties say of entries of the
	 * same name. Read for each request.
	 * @return the connections by the name of the entry
	 */
	default Map<String, GatewayConnection> entries() {
		return Map.of();
	}

}
