package net.taotoken.failover.gateway;

import java.time.Duration;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Builds the pool of connections to the gateway.
 */
final class GatewayPools {

	private static final SocketConfig SOCKETS = SocketConfig.custom()
		.setSoTimeout(Timeout.DISABLED)
		.setTcpNoDelay(true)
		.setSoKeepAlive(true)
		.build();

	private GatewayPools() {
	}

	static LastingPool create(GatewaySettings settings, @Nullable SslBundle bundle, Duration validateAfter) {
		PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(operator(bundle),
				PoolConcurrencyPolicy.LAX, PoolReusePolicy.LIFO, TimeValue.NEG_ONE_MILLISECOND, connections());
		pool.setMaxTotal(settings.maxConnections());
		pool.setDefaultMaxPerRoute(settings.maxConnections());
		pool.setDefaultSocketConfig(SOCKETS);
		pool.setDefaultConnectionConfig(ConnectionConfig.custom()
			.setConnectTimeout(Timeout.of(settings.connectTimeout()))
			.setValidateAfterInactivity(TimeValue.of(validateAfter))
			.build());
		return new LastingPool(pool);
	}

	static ConnectionPool direct(GatewaySettings settings, @Nullable SslBundle bundle, Duration validateAfter) {
		Connector connector = new Connector(connections(), operator(bundle), SOCKETS, settings.connectTimeout());
		return new ConnectionPool(connector, settings.maxConnections(), validateAfter, System::nanoTime);
	}

	private static HttpClientConnectionOperator operator(@Nullable SslBundle bundle) {
		return new DefaultHttpClientConnectionOperator(new GatewaySockets(), null, null,
				RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls(bundle)).build());
	}

	private static TlsSocketStrategy tls(@Nullable SslBundle bundle) {
		if (bundle == null) {
			return DefaultClientTlsStrategy.createSystemDefault();
		}
		SslOptions options = bundle.getOptions();
		return new DefaultClientTlsStrategy(bundle.createSslContext(), options.getEnabledProtocols(),
				options.getCiphers(), SSLBufferMode.STATIC, new DefaultHostnameVerifier());
	}

	private static ManagedHttpClientConnectionFactory connections() {
		Http1Config limits = Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(500).build();
		// lazy, as next to nobody looks at the headers of a good answer
		return ManagedHttpClientConnectionFactory.builder()
			.http1Config(limits)
			.responseParserFactory(new DefaultHttpResponseParserFactory(limits, new StatusLines(), null))
			.build();
	}

}
