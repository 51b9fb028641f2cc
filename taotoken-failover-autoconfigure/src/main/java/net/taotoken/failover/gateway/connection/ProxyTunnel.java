package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.Socket;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP proxy to pass the bytes of a connection on to the gateway.
 */
public final class ProxyTunnel {

	private final ProxyCredentials credentials;

	ProxyTunnel(ProxyCredentials credentials) {
		this.credentials = credentials;
	}

	/**
	 * Open a tunnel.
	 * @param socket a socket that leads to the proxy
	 * @param route the way through the proxy
	 * @param authorization the header that tells user and password, or {@code null}
	 * @return {@code null} if the tunnel is open, or else the header to try again with,
	 * through another socket
	 * @throws IOException if the proxy refuses
	 */
	@Nullable Header open(Socket socket, ProxiedRoute route, @Nullable Header authorization) throws IOException {
		ClassicHttpResponse response = connect(socket, route, authorization);
		if (response.getCode() / 100 == 2) {
			return null;
		}
		if (response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
			Header answer = this.credentials.answer(route, response, authorization);
			if (answer != null) {
				return answer;
			}
			throw refusal(authorization);
		}
		throw new NoConnectionException("the proxy refused the connection with status " + response.getCode(), null);
	}

	public static NoConnectionException refusal(@Nullable Header authorization) {
		return new NoConnectionException((authorization != null) ? "the proxy refused user and password"
				: "the proxy asks for a user and a password by Basic authentication: set https.proxyUser and"
						+ " https.proxyPassword, or an Authenticator",
				null);
	}

	private static ClassicHttpResponse connect(Socket socket, ProxiedRoute route, @Nullable Header authorization)
			throws IOException {
		GatewayAddress address = route.address();
		String target = ((address.host().indexOf(':') >= 0) ? "[" + address.host() + "]" : address.host()) + ":"
				+ address.port();
		ClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", "http",
				new URIAuthority(address.host(), address.port()), target);
		request.addHeader(HttpHeaders.HOST, target);
		if (authorization != null) {
			request.addHeader(authorization);
		}
		// the connection must not be closed, since the socket lives on
		ProxyConnection connection = new ProxyConnection(socket);
		try {
			connection.sendRequestHeader(request);
			connection.flush();
			ClassicHttpResponse response = connection.receiveResponseHeader();
			while (response.getCode() < HttpStatus.SC_OK) {
				response = connection.receiveResponseHeader();
			}
			return response;
		}
		catch (HttpException ex) {
			// its text may be that of the proxy
			throw new NoConnectionException("the proxy does not speak HTTP", null);
		}
	}

	private static final class ProxyConnection extends DefaultBHttpClientConnection {

		ProxyConnection(Socket socket) throws IOException {
			super(null);
			bind(socket);
		}

	}

}
