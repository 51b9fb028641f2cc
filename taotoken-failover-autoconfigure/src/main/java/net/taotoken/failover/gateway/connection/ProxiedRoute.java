package net.taotoken.failover.gateway.connection;

import java.net.InetSocketAddress;
import java.net.Proxy;

/**
 * The way to a gateway.
 *
 * @param address the gateway
 * @param proxy the proxy on the way, of type HTTP or SOCKS, or {@link Proxy#NO_PROXY}
 */
public record ProxiedRoute(GatewayAddress address, Proxy proxy) {

	/**
	 * Tells whether requests are handed to an HTTP proxy, which sends them on.
	 */
	public boolean isForwarded() {
		return this.proxy.type() == Proxy.Type.HTTP && !this.address.isSecure();
	}

	/**
	 * Tells whether an HTTP proxy passes bytes on, once it was told where to.
	 */
	boolean isTunnelled() {
		return this.proxy.type() == Proxy.Type.HTTP && this.address.isSecure();
	}

	boolean isThroughSocks() {
		return this.proxy.type() == Proxy.Type.SOCKS;
	}

	/** The address of the proxy, if there is one. */
	public InetSocketAddress proxyAddress() {
		return (InetSocketAddress) this.proxy.address();
	}

}
