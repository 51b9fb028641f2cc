package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.connection.GatewayAddress;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import net.taotoken.failover.gateway.http.GatewayTarget;
import net.taotoken.failover.gateway.http.WireRequest;
import net.taotoken.failover.gateway.sse.ResponseBuffer;
import net.taotoken.failover.time.TimeSource;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Fetches documents about the gateway: its list of models, its balance, a status page.
 * Each is asked for once, redirects are not followed, and the key goes to the gateway
 * only. It may be used by many threads at once; each call blocks its thread until the
 * document is whole.
 *
 * @since 0.1.0
 */
public final class GatewayDocuments implements AutoCloseable {

	private static final Header ACCEPT = new BasicHeader(HttpHeaders.ACCEPT, "application/json");

	private final GatewayConnection connection;

	private final RequestCustomizers customizers;

	private final GatewayTransport transport;

	/**
	 * Create a client for documents.
	 * @param settings how the gateway is spoken to
	 * @param connection where the gateway is
	 * @param faultRules tell the fault behind an answer that is none
	 * @param http the HTTP client, of {@link GatewayHttpClients}; closed with this
	 * client. One that is not shared with calls cannot take a connection from them.
	 * @param customizers change each request to the gateway, in their order
	 * @param time where time comes from: for limits, and for waits that servers give as
	 * dates
	 */
	public GatewayDocuments(GatewaySettings settings, GatewayConnection connection, FaultRules faultRules,
			GatewayHttpClient http, List<GatewayRequestCustomizer> customizers, TimeSource time) {
		this.connection = connection;
		this.customizers = new RequestCustomizers(customizers);
		this.transport = new GatewayTransport(settings, connection, faultRules, http, customizers, time);
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
		return get(current, target, path.split("\\?", 2)[0], Map.of(), limit);
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
		GatewayTarget target = GatewayTarget.of(address);
		return get(this.connection.current(), target, target.address().host(), headers, limit);
	}

	private String get(GatewayConnection current, GatewayTarget target, String subject, Map<String, String> headers,
			Duration limit) {
		GatewayTransport.checkThatItMayStart(subject, limit);
		WireRequest request = WireRequest.get(target);
		request.addHeader(ACCEPT);
		List<String> secrets = new ArrayList<>(headers.values());
		if (target.address().equals(GatewayAddress.find(current.baseUrl()))) {
			ResolvedConnection.Authorization authorization = ResolvedConnection.Authorization.of(current.apiKey());
			secrets.add(authorization.key());
			request.addHeader(authorization.header());
			this.customizers.apply(request, "", subject);
		}
		for (Map.Entry<String, String> header : headers.entrySet()) {
			request.setHeader(new BasicHeader(header.getKey(), header.getValue(), true));
		}
		SecretFilter echoes = new SecretFilter(String.join("\n", secrets), new byte[0]);
		try (GatewayExchange exchange = this.transport.open(request, subject, echoes, limit)) {
			return read(exchange);
		}
	}

	private static String read(GatewayExchange exchange) {
		if (exchange.isEncoded()) {
			Fault fault = TransportFaults.invalidResponse(exchange.status(), "the answer is compressed, unasked");
			throw exchange.failure(fault, null, null);
		}
		ResponseBuffer body = new ResponseBuffer(exchange.contentLength());
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
