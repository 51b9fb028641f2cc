package net.taotoken.failover.test.autoconfigure;

import java.net.URI;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.test.TaotokenServer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server, in place of all that an application has configured.
 */
final class ServerConnectionDetails implements TaotokenConnectionDetails {

	private final TaotokenServer server;

	ServerConnectionDetails(TaotokenServer server) {
		this.server = server;
	}

	@Override
	public URI baseUrl() {
		return this.server.baseUrl();
	}

	@Override
	public String apiKey() {
		return this.server.apiKey();
	}

	/** Every entry is there, by any name. */
	@Override
	public Map<String, GatewayConnection> entries() {
		return new AbstractMap<>() {

			@Override
			public @Nullable GatewayConnection get(@Nullable Object name) {
				return (name != null) ? ServerConnectionDetails.this.server.entry(name.toString()) : null;
			}

			@Override
			public Set<Map.Entry<String, GatewayConnection>> entrySet() {
				return Set.of();
			}

		};
	}

}
