package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultRules;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Fetches documents about the gateway: its list of models, its balance, a status page.
 * Each is asked for once, redirects are not followed, and the key goes to the gateway
 * only. It may be used by many threads at once; each call blocks its thread until the
 * document is whole.
 */
public final class GatewayDocuments implements AutoCloseable {

	private static final Header ACCEPT = new ReadyHeader(HttpHeaders.ACCEPT, "application/json");

	private final GatewayConnection connection;

	private final List<GatewayRequestCustomizer> customizers;

	private final GatewayTransport transport;

	/**
	 * Create a client for documents.
	 * @param settings how the gateway is spoken to
	 * @param connection where the gateway is
	 * @param faultRules tell the fault behind an answer that is none
	 * @param http the HTTP client, of {@link GatewayHttpClients}; closed with this
	 * client. One that is not shared with calls cannot take a connection from them.
	 * @param customizers change each request to the gateway, in their order
	 * @param clock tells the time, for waits that servers give as dates
	 * @param nanoTicker tells the passing of time, as {@link System#nanoTime()} does
	 */
	public GatewayDocuments(GatewaySettings settings, GatewayConnection connection, FaultRules faultRules,
			CloseableHttpClient http, List<GatewayRequestCustomizer> customizers, InstantSource clock,
			LongSupplier nanoTicker) {
		this.connection = connection;
		this.customizers = List.copyOf(customizers);
		this.transport = new GatewayTransport(settings, connection, faultRules, http, customizers, clock, nanoTicker);
	}

	/**
	 * Fetch a document of the gateway, with the key.
	 * @param path appended to the base URL, such as {@code /v1/models}
	 * @param limit how long it may take until the last byte is there
	 * @return the document
	 * @throws GatewayException if there was no document, or one larger than
	 * {@link GatewaySettings#maxResponseSize()}
	 * @throws IllegalStateException if the API key is blank or cannot be sent
	 */
	public String get(String path, Duration limit) {
		GatewayConnection current = this.connection.current();
		GatewayTarget target = GatewayTarget.of(current.baseUrl(), path);
		return get(current, target.uri(), path, Map.of(), limit);
	}

	/**
	 * Fetch a document from wherever it is. The key is sent only if the address has the
	 * scheme, host and port of the gateway, and no {@code Authorization} is given.
	 * @param address an absolute http or https URL without user and fragment
	 * @param headers headers to send with it
	 * @param limit how long it may take until the last byte is there
	 * @return the document
	 * @throws GatewayException if there was no document, or one larger than
	 * {@link GatewaySettings#maxResponseSize()}
	 */
	public String get(URI address, Map<String, String> headers, Duration limit) {
		return get(this.connection.current(), address, address.getHost(), headers, limit);
	}

	private String get(GatewayConnection current, URI address, String subject, Map<String, String> headers,
			Duration limit) {
		GatewayTransport.checkThatItMayStart(subject, limit);
		WireRequest request = WireRequest.get(address);
		request.addHeader(ACCEPT);
		List<String> secrets = new ArrayList<>(headers.values());
		if (isAt(current.baseUrl(), address)) {
			RequestHead.Authorization authorization = RequestHead.Authorization.of(current.apiKey());
			secrets.add(authorization.key());
			request.addHeader(authorization.header());
			// a lambda would be a method with a request of Apache as its parameter, which
			// Spring would load when it looks for event listeners among the methods
			for (GatewayRequestCustomizer customizer : this.customizers) {
				customizer.customize(request, "");
			}
		}
		for (Map.Entry<String, String> header : headers.entrySet()) {
			request.setHeader(new BasicHeader(header.getKey(), header.getValue(), true));
		}
		EchoGuard echoes = new EchoGuard(String.join("\n", secrets), new byte[0]);
		try (GatewayExchange exchange = this.transport.open(HttpHost.create(address), request, subject, echoes,
				limit)) {
			return read(exchange);
		}
	}

	private static boolean isAt(URI gateway, URI address) {
		return gateway.getScheme().equalsIgnoreCase(address.getScheme())
				&& gateway.getHost().equalsIgnoreCase(address.getHost()) && port(gateway) == port(address);
	}

	private static int port(URI address) {
		if (address.getPort() != -1) {
			return address.getPort();
		}
		return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
	}

	private static String read(GatewayExchange exchange) {
		if (exchange.isEncoded()) {
			Fault fault = TransportFaults.invalidResponse(exchange.status(), "the answer is compressed, unasked");
			throw exchange.failure(fault, null, null);
		}
		ByteBlock body = new ByteBlock(exchange.contentLength());
		try {
			body.readFrom(exchange.body(), Integer.MAX_VALUE);
			return body.text();
		}
		catch (IOException ex) {
			throw exchange.failure(exchange.fault(ex), null, ex);
		}
	}

	/**
	 * Close all connections. What is under way ends with a {@code cancelled} fault.
	 */
	@Override
	public void close() {
		this.transport.close();
	}

}
