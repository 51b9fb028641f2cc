package net.taotoken.failover.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The clients of all entries: each has connections, a key and limits of its own, so that
 * the trouble of one is none of another. The client of an entry is made when it is first
 * asked. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class GatewayClients implements AutoCloseable {

	private final GatewayClient only;

	private final Function<String, GatewayClient> factory;

	private final Map<String, GatewayClient> byEntry = new ConcurrentHashMap<>();

	/**
	 * Create the clients.
	 * @param only the client for models without an entry, which its owner closes
	 * @param factory makes the client of an entry of a name; called once for each, and
	 * never where there are no entries
	 */
	public GatewayClients(GatewayClient only, Function<String, GatewayClient> factory) {
		this.only = only;
		this.factory = factory;
	}

	/**
	 * The client of the only entry, which its owner closes.
	 * @param client the client
	 * @return the clients
	 */
	public static GatewayClients of(GatewayClient client) {
		return new GatewayClients(client, (entry) -> client);
	}

	/**
	 * The client of an entry.
	 * @param entry the name of the entry, or {@code null} where there is one only
	 * @return the client
	 */
	public GatewayClient get(@Nullable String entry) {
		if (entry == null) {
			return this.only;
		}
		GatewayClient client = this.byEntry.get(entry);
		return (client != null) ? client : this.byEntry.computeIfAbsent(entry, this.factory);
	}

	/**
	 * Close the clients that were made here. What is under way ends with a
	 * {@code cancelled} fault.
	 */
	@Override
	public void close() {
		this.byEntry.values().forEach((client) -> {
			if (client != this.only) {
				client.close();
			}
		});
	}

}
