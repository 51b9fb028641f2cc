package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.nio.channels.SocketChannel;

import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens sockets that read with one call of the operating system. A plain socket that was
 * connected within a time limit never blocks again: it has to try, to wait, and to try
 * once more for each answer.
 */
final class GatewaySockets implements DetachedSocketFactory {

	@Override
	public Socket create(@Nullable Proxy socksProxy) throws IOException {
		if (socksProxy != null) {
			return new Socket(socksProxy);
		}
		return mayNeedSocksProxy() ? new Socket() : SocketChannel.open().socket();
	}

	// only a plain socket asks the settings of the JVM for one
	private static boolean mayNeedSocksProxy() {
		ProxySelector selector = ProxySelector.getDefault();
		boolean ownSelector = selector != null && !selector.getClass().getName().startsWith("sun.net.spi.");
		return ownSelector || System.getProperty("socksProxyHost") != null
				|| Boolean.getBoolean("java.net.useSystemProxies");
	}

}
