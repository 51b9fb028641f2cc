package net.taotoken.failover.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.EntrySettings;
import net.taotoken.failover.autoconfigure.settings.LiveEntries;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.BeanFactory;

/**
 * Makes the clients of entries: as that of the gateway is made, with the address, the
 * key, the headers and the TLS of the entry.
 */
final class EntryClients {

	/** Sources are read one after the other; the check at the start may come between. */
	static final int DOCUMENT_CONNECTIONS = 2;

	private final TaotokenSettings settings;

	private final LiveEntries entries;

	private final TaotokenConnectionDetails connection;

	private final FaultRules faultRules;

	private final BeanFactory beans;

	EntryClients(TaotokenSettings settings, LiveEntries entries, TaotokenConnectionDetails connection,
			FaultRules faultRules, BeanFactory beans) {
		this.settings = settings;
		this.entries = entries;
		this.connection = connection;
		this.faultRules = faultRules;
		this.beans = beans;
	}

	GatewayClient create(String entry) {
		GatewaySettings gateway = this.settings.gateway();
		TimeSource time = TimeSources.choose(this.beans.getBeanProvider(TimeSource.class));
		return new GatewayClient(gateway, connection(entry), this.faultRules, http(entry).client(gateway),
				customizers(entry), time);
	}

	/**
	 * A client for documents, which takes no connection from calls.
	 */
	GatewayDocuments documents(String entry) {
		GatewaySettings gateway = this.settings.gateway().withMaxConnections(DOCUMENT_CONNECTIONS);
		TimeSource time = TimeSources.choose(this.beans.getBeanProvider(TimeSource.class));
		return new GatewayDocuments(gateway, connection(entry), this.faultRules, http(entry).client(gateway),
				customizers(entry), time);
	}

	GatewayConnection connection(String entry) {
		return new EntryConnection(entry, this.connection::entries, this.settings::entryConnection);
	}

	GatewayHttp http(String entry) {
		EntrySettings own = this.entries.get(entry);
		PropertyKey key = PropertyKey.ROOT.dot("entries").entry(entry).dot("ssl-bundle");
		return (own.sslBundle() != null) ? new GatewayHttp(key, own.sslBundle(), this.beans)
				: new GatewayHttp(GatewayHttp.SSL_BUNDLE, this.settings.sslBundle(), this.beans);
	}

	private List<GatewayRequestCustomizer> customizers(String entry) {
		// as they are now, with the TLS: later ones may be meant for another address
		Map<String, String> own = this.entries.get(entry).headers();
		List<GatewayRequestCustomizer> customizers = new ArrayList<>();
		customizers.add((request, model) -> {
			this.settings.headers().forEach(request::setHeader);
			own.forEach(request::setHeader);
		});
		customizers.addAll(this.beans.getBeanProvider(GatewayRequestCustomizer.class).orderedStream().toList());
		return customizers;
	}

}
