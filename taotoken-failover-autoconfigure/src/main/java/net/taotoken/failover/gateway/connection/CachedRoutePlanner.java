package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Plans the way to the gateway once a second, not for each request: the proxy settings of
 * the JVM are parsed anew each time, and there is one gateway only.
 */
public final class CachedRoutePlanner {

	private static final long LIFE_IN_NANOS = Duration.ofSeconds(1).toNanos();

	private final Supplier<? extends @Nullable ProxySelector> selector;

	private final LongSupplier nanoTicker;

	private volatile @Nullable Plan last;

	/**
	 * Create a planner.
	 * @param selector gives who knows the proxies, or {@code null} for none
	 * @param nanoTicker tells the passing of time
	 */
	public CachedRoutePlanner(Supplier<? extends @Nullable ProxySelector> selector, LongSupplier nanoTicker) {
		this.selector = selector;
		this.nanoTicker = nanoTicker;
	}

	/**
	 * The way to a gateway.
	 * @param address the gateway
	 * @return the route, the same object for a second
	 * @throws IOException if the proxies cannot be found out
	 */
	public ProxiedRoute to(GatewayAddress address) throws IOException {
		Plan last = this.last;
		long now = this.nanoTicker.getAsLong();
		if (last == null || now - last.at() >= LIFE_IN_NANOS || !last.route().address().equals(address)) {
			ProxiedRoute route = new ProxiedRoute(address, proxy(address));
			last = new Plan((last != null && last.route().equals(route)) ? last.route() : route, now);
			this.last = last;
		}
		return last.route();
	}

	private Proxy proxy(GatewayAddress address) throws IOException {
		ProxySelector selector = this.selector.get();
		if (selector == null) {
			return Proxy.NO_PROXY;
		}
		try {
			return first(selector.select(URI.create(address.toString())));
		}
		catch (RuntimeException ex) {
			throw new NoConnectionException("the proxy selector failed", ex);
		}
	}

	private static Proxy first(@Nullable List<Proxy> proxies) {
		Proxy proxy = (proxies != null && !proxies.isEmpty()) ? proxies.get(0) : Proxy.NO_PROXY;
		return (proxy.address() instanceof InetSocketAddress) ? proxy : Proxy.NO_PROXY;
	}

	private record Plan(ProxiedRoute route, long at) {
	}

}
