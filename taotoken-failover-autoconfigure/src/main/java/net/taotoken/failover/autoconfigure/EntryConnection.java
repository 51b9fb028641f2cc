package net.taotoken.failover.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import net.taotoken.failover.gateway.GatewayConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one entry, as the application gives it, or else as it is configured.
 *
 * @param name the name of the entry
 * @param connections gives the connections of all entries that hold now
 * @param configured gives what was configured of an entry at the start, for those that
 * the application does not give
 */
record EntryConnection(String name, Supplier<Map<String, GatewayConnection>> connections,
		Function<String, @Nullable GatewayConnection> configured) implements GatewayConnection {

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
			connection = this.configured.apply(this.name);
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
