package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatewayRoutes}.
 */
class GatewayRoutesTests {

	private static final HttpHost GATEWAY = new HttpHost("http", "gateway.invalid", 80);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

	private final GatewayRoutes routes = new GatewayRoutes(this.nanos::get);

	@AfterEach
	void noProxy() {
		System.clearProperty("http.proxyHost");
	}

	@Test
	void changedProxyIsSeenAfterASecond() throws HttpException {
		assertThat(proxy(GATEWAY)).isNull();
		System.setProperty("http.proxyHost", "proxy.invalid");
		this.nanos.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(proxy(GATEWAY)).isNull();
		this.nanos.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(proxy(GATEWAY)).isEqualTo("proxy.invalid");
	}

	@Test
	void anotherGatewayHasAWayOfItsOwn() throws HttpException {
		assertThat(proxy(GATEWAY)).isNull();
		System.setProperty("http.proxyHost", "proxy.invalid");
		assertThat(proxy(new HttpHost("http", "other.invalid", 80))).isEqualTo("proxy.invalid");
	}

	private @Nullable String proxy(HttpHost target) throws HttpException {
		HttpHost proxy = this.routes.determineRoute(target, HttpClientContext.create()).getProxyHost();
		return (proxy != null) ? proxy.getHostName() : null;
	}

}
