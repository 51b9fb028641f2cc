package net.taotoken.failover.gateway;

import java.io.IOException;
import java.time.Duration;

import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Opens connections without proxy.
 */
final class Connector {

	private final HttpConnectionFactory<ManagedHttpClientConnection> connections;

	private final HttpClientConnectionOperator operator;

	private final SocketConfig sockets;

	private final Timeout timeout;

	private final TlsConfig tls;

	/**
	 * Create a connector.
	 * @param connections makes connections that are not open yet
	 * @param operator opens connections
	 * @param sockets options of the sockets
	 * @param timeout how long it may take to open one, its TLS included
	 */
	Connector(HttpConnectionFactory<ManagedHttpClientConnection> connections, HttpClientConnectionOperator operator,
			SocketConfig sockets, Duration timeout) {
		this.connections = connections;
		this.operator = operator;
		this.sockets = sockets;
		this.timeout = Timeout.of(timeout);
		this.tls = TlsConfig.custom().setHandshakeTimeout(this.timeout).build();
	}

	/** A connection that is not open yet, but can be closed. */
	ManagedHttpClientConnection create() throws IOException {
		return this.connections.createConnection(null);
	}

	void open(ManagedHttpClientConnection connection, HttpHost host) throws IOException {
		this.operator.connect(connection, host, null, null, this.timeout, this.sockets, this.tls,
				HttpClientContext.create());
	}

}
