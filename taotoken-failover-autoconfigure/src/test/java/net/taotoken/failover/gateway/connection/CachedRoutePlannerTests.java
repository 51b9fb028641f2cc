package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CachedRoutePlanner}.
 */
class CachedRoutePlannerTests {

	private static final GatewayAddress GATEWAY = new GatewayAddress("http", "gateway.invalid", 80);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

	private final CachedRoutePlanner planner = new CachedRoutePlanner(ProxySelector::getDefault, this.nanos::get);

	@AfterEach
	void noProxy() {
		System.clearProperty("http.proxyHost");
	}

	@Test
	void changedProxyIsSeenAfterASecond() throws IOException {
		assertThat(proxy(GATEWAY)).isNull();
		System.setProperty("http.proxyHost", "proxy.invalid");
		this.nanos.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(proxy(GATEWAY)).isNull();
		this.nanos.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(proxy(GATEWAY)).isEqualTo("proxy.invalid");
	}

	@Test
	void anotherGatewayHasAWayOfItsOwn() throws IOException {
		assertThat(proxy(GATEWAY)).isNull();
		System.setProperty("http.proxyHost", "proxy.invalid");
		assertThat(proxy(new GatewayAddress("http", "other.invalid", 80))).isEqualTo("proxy.invalid");
	}

	@Test
	void unchangedRouteIsTheSameObject() throws IOException {
		ProxiedRoute route = this.planner.to(GATEWAY);
		this.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
		assertThat(this.planner.to(GATEWAY)).isSameAs(route);
	}

	@Test
	void firstProxyThatTheSelectorNamesCounts() throws IOException {
		InetSocketAddress address = InetSocketAddress.createUnresolved("proxy.invalid", 1080);
		assertThat(routeOf(List.of(new Proxy(Proxy.Type.SOCKS, address), Proxy.NO_PROXY)).isThroughSocks()).isTrue();
		assertThat(routeOf(List.of(Proxy.NO_PROXY, new Proxy(Proxy.Type.HTTP, address))).proxy().type())
			.isEqualTo(Proxy.Type.DIRECT);
		assertThat(routeOf(List.of()).proxy().type()).isEqualTo(Proxy.Type.DIRECT);
		assertThat(new CachedRoutePlanner(() -> null, this.nanos::get).to(GATEWAY).proxy()).isEqualTo(Proxy.NO_PROXY);
	}

	@Test
	void selectorThatFailsIsNoConnection() {
		CachedRoutePlanner failing = new CachedRoutePlanner(() -> selector(() -> {
			throw new IllegalStateException("broken");
		}), this.nanos::get);
		assertThatExceptionOfType(NoConnectionException.class).isThrownBy(() -> failing.to(GATEWAY))
			.withMessage("the proxy selector failed");
	}

	private ProxiedRoute routeOf(List<Proxy> proxies) throws IOException {
		return new CachedRoutePlanner(() -> selector(() -> proxies), this.nanos::get).to(GATEWAY);
	}

	private static ProxySelector selector(Supplier<List<Proxy>> proxies) {
		return new ProxySelector() {

			@Override
			public List<Proxy> select(URI uri) {
				return proxies.get();
			}

			@Override
			public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			}

		};
	}

	private @Nullable String proxy(GatewayAddress target) throws IOException {
		return (this.planner.to(target).proxy().address() instanceof InetSocketAddress address)
				? address.getHostString() : null;
	}

}
