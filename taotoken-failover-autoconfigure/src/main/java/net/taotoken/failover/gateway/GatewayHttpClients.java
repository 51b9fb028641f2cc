package net.taotoken.failover.gateway;

import java.net.ProxySelector;
import java.util.List;

import net.taotoken.failover.gateway.connection.CachedRoutePlanner;
import net.taotoken.failover.gateway.connection.Connector;
import net.taotoken.failover.gateway.connection.GatewayHttpOptions;
import net.taotoken.failover.gateway.connection.ProxyCredentials;
import net.taotoken.failover.gateway.connection.TlsLayer;
import net.taotoken.failover.gateway.http.ConnectionPool;
import net.taotoken.failover.gateway.http.DirectHttpClient;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import net.taotoken.failover.gateway.http.LazyHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Builds the HTTP client of the gateway: one that sends each request once, to the gateway
 * only, keeps nothing but its connections, and leaves time limits to its caller.
 *
 * @since 0.1.0
 */
public final class GatewayHttpClients {

	private GatewayHttpClients() {
	}

	/**
	 * Build a client. The proxy settings of the JVM are honoured; redirects are never
	 * followed.
	 * @param settings how the gateway is spoken to
	 * @param bundle TLS of its connections, or {@code null} for that of the JVM
	 * @param customizers have the last word, in their order
	 * @return the client, which the caller has to close
	 */
	public static GatewayHttpClient create(GatewaySettings settings, @Nullable SslBundle bundle,
			List<GatewayClientCustomizer> customizers) {
		GatewayHttpOptions options = new GatewayHttpOptions();
		customizers.forEach((customizer) -> customizer.customize(options));
		TlsLayer tls = new TlsLayer(options.sslContext());
		if (bundle != null) {
			tls.use(bundle);
		}
		ProxyCredentials credentials = new ProxyCredentials(options.proxyAuthenticator());
		Connector connector = new Connector(options, credentials, tls, settings.connectTimeout());
		String userAgent = options.userAgent();
		return new DirectHttpClient(new ConnectionPool(connector, settings.maxConnections(), System::nanoTime),
				routes(options.proxySelector()), credentials, tls, (userAgent != null) ? userAgent : userAgent());
	}

	/**
	 * As {@link #create}, but the client is built by its first request. To be used where
	 * nothing can go wrong with building it: no SSL bundle, and no customizers.
	 * @param settings how the gateway is spoken to
	 * @return the client, which the caller has to close
	 */
	public static GatewayHttpClient createOnFirstUse(GatewaySettings settings) {
		return new LazyHttpClient(() -> create(settings, null, List.of()));
	}

	private static CachedRoutePlanner routes(@Nullable ProxySelector selector) {
		return new CachedRoutePlanner((selector != null) ? () -> selector : ProxySelector::getDefault,
				System::nanoTime);
	}

	private static String userAgent() {
		String version = GatewayHttpClients.class.getPackage().getImplementationVersion();
		return (version != null) ? "taotoken-failover/" + version : "taotoken-failover";
	}

}
