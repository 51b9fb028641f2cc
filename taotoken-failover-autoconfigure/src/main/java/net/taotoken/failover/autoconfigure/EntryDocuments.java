package net.taotoken.failover.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import net.taotoken.failover.gateway.GatewayDocuments;

/**
 * Documents of each entry, fetched with its own key. The client of an entry is made when
 * it is first asked for.
 */
final class EntryDocuments implements AutoCloseable {

	private final EntryClients clients;

	private final Map<String, GatewayDocuments> byEntry = new LinkedHashMap<>();

	EntryDocuments(EntryClients clients) {
		this.clients = clients;
	}

	synchronized GatewayDocuments of(String entry) {
		return this.byEntry.computeIfAbsent(entry, this.clients::documents);
	}

	@Override
	public synchronized void close() {
		this.byEntry.values().forEach(GatewayDocuments::close);
	}

}
