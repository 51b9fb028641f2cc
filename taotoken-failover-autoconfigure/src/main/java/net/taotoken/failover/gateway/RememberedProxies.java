package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Asks the proxy settings of the JVM once a second, not for each request: they are parsed
 * anew each time, and there is one gateway only.
 */
final class RememberedProxies extends ProxySelector {

	private static final long LIFE_IN_NANOS = Duration.ofSeconds(1).toNanos();

	private volatile @Nullable Answer last;

	@Override
	public List<Proxy> select(URI uri) {
		Answer last = this.last;
		long now = System.nanoTime();
		if (last == null || now - last.at() >= LIFE_IN_NANOS || !last.uri().equals(uri)) {
			ProxySelector settings = ProxySelector.getDefault();
			last = new Answer(uri, (settings != null) ? settings.select(uri) : List.of(Proxy.NO_PROXY), now);
			this.last = last;
		}
		return last.proxies();
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		ProxySelector settings = ProxySelector.getDefault();
		if (settings != null) {
			settings.connectFailed(uri, address, failure);
		}
	}

	private record Answer(URI uri, List<Proxy> proxies, long at) {
	}

}
