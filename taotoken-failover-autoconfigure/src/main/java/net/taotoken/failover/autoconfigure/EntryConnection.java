package net.taotoken.failover.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

import net.taotoken.failover.gateway.GatewayConnection;

/**
 * The connection of one entry, as the application gives it, or else as it is configured.
 *
 * @param name the name of the entry
 * @param connections gives the connections of all entries that hold now
 * @param configured the connections that were configured at the start
 */
record EntryConnection(String name, Supplier<Map<String, GatewayConnection>> connections,
		Supplier<Map<String, GatewayConnection>> configured) implements GatewayConnection {

	@Override
	public URI baseUrl() {
		return current().baseUrl();
	}

	@Override
	public String apiKey() {
		return current().apiKey();
	}

	@Override
	public GatewayConnection current() {
		GatewayConnection connection = this.connections.get().get(this.name);
		if (connection == null) {
			connection = this.configured.get().get(this.name);
		}
		if (connection == null) {
			throw new IllegalStateException("There is no entry '" + this.name + "'");
		}
		return connection.current();
	}

	@Override
	public String toString() {
		return "EntryConnection[" + this.name + "]";
	}

}
