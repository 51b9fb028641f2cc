package net.taotoken.failover.gateway.connection;

import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.Socket;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * The options of connections to the gateway. What is not set is as the JVM has it. No
 * option changes that requests are sent to the gateway only, that redirects are not
 * followed, and that no cookies are kept. To be used by a {@link GatewayClientCustomizer}
 * only, while it is called.
 *
 * @since 0.1.0
 */
public final class GatewayHttpOptions {

	private @Nullable ProxySelector proxySelector;

	private @Nullable Authenticator proxyAuthenticator;

	private @Nullable SSLContext sslContext;

	private @Nullable HostResolver hostResolver;

	private @Nullable Consumer<Socket> socketCustomizer;

	private @Nullable String userAgent;

	public GatewayHttpOptions() {
	}

	/**
	 * Choose the proxy. Without a selector, that of the JVM is asked
	 * ({@link ProxySelector#getDefault()}), which knows the system properties
	 * {@code https.proxyHost}, {@code http.proxyHost} and {@code socksProxyHost}. The
	 * first proxy that a selector names is used, of type HTTP or SOCKS. The answer of a
	 * selector is remembered for a second.
	 * @param proxySelector knows the proxy of a URL
	 */
	public void setProxySelector(ProxySelector proxySelector) {
		this.proxySelector = proxySelector;
	}

	/**
	 * Tell user and password for an HTTP proxy that asks for them. Without an
	 * authenticator, that of the JVM is asked ({@link Authenticator#getDefault()}), and
	 * then the system properties {@code https.proxyUser}, {@code https.proxyPassword} and
	 * {@code http.proxyUser}, {@code http.proxyPassword}. The scheme is Basic. For a
	 * SOCKS proxy, the JVM itself asks its own authenticator.
	 * @param proxyAuthenticator asked with {@link Authenticator.RequestorType#PROXY} only
	 */
	public void setProxyAuthenticator(Authenticator proxyAuthenticator) {
		this.proxyAuthenticator = proxyAuthenticator;
	}

	/**
	 * Set the TLS of connections to the gateway, in place of any SSL bundle. The name of
	 * the host is verified in any case.
	 * @param sslContext trusts the gateway, and knows a client certificate if one is
	 * needed
	 */
	public void setSslContext(SSLContext sslContext) {
		this.sslContext = sslContext;
	}

	/**
	 * Set who finds the addresses of hosts, in place of the JVM. A SOCKS proxy finds them
	 * by itself.
	 * @param hostResolver finds addresses
	 */
	public void setHostResolver(HostResolver hostResolver) {
		this.hostResolver = hostResolver;
	}

	/**
	 * Change options of each socket before it is connected, such as its buffers. The time
	 * limits are not options of the socket.
	 * @param socketCustomizer changes a socket; called by many threads
	 */
	public void setSocketCustomizer(Consumer<Socket> socketCustomizer) {
		this.socketCustomizer = socketCustomizer;
	}

	/**
	 * Set the {@code User-Agent} of requests.
	 * @param userAgent the name, of visible ASCII characters and blanks; by default
	 * {@code taotoken-failover} and its version
	 * @throws IllegalArgumentException if the name is empty or has other characters
	 */
	public void setUserAgent(String userAgent) {
		if (userAgent.isEmpty() || !userAgent.chars().allMatch((character) -> character >= ' ' && character < 127)) {
			throw new IllegalArgumentException("The user agent must consist of visible ASCII characters and blanks");
		}
		this.userAgent = userAgent;
	}

	public @Nullable ProxySelector proxySelector() {
		return this.proxySelector;
	}

	public @Nullable Authenticator proxyAuthenticator() {
		return this.proxyAuthenticator;
	}

	public @Nullable SSLContext sslContext() {
		return this.sslContext;
	}

	@Nullable HostResolver hostResolver() {
		return this.hostResolver;
	}

	@Nullable Consumer<Socket> socketCustomizer() {
		return this.socketCustomizer;
	}

	public @Nullable String userAgent() {
		return this.userAgent;
	}

}
