package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.List;

import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.ProtocolExec;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Builds the HTTP client of the gateway: one that sends each request once, to the gateway
 * only, keeps nothing but its connections, and leaves time limits to its caller.
 */
public final class GatewayHttpClients {

	private static final Duration VALIDATE_AFTER = Duration.ofSeconds(1);

	/** Waiting for a connection is limited by the watchdog, like all else. */
	private static final Timeout ALMOST_FOR_EVER = Timeout.ofDays(365);

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
	public static CloseableHttpClient create(GatewaySettings settings, @Nullable SslBundle bundle,
			List<GatewayClientCustomizer> customizers) {
		return create(settings, bundle, customizers, VALIDATE_AFTER);
	}

	/**
	 * As {@link #create}, but the client is built by its first request. To be used where
	 * nothing can go wrong with building it: no SSL bundle, and no customizers.
	 * @param settings how the gateway is spoken to
	 * @return the client, which the caller has to close
	 */
	public static CloseableHttpClient createOnFirstUse(GatewaySettings settings) {
		return new LazyHttpClient(() -> create(settings, null, List.of()));
	}

	static CloseableHttpClient create(GatewaySettings settings, @Nullable SslBundle bundle,
			List<GatewayClientCustomizer> customizers, Duration validateAfter) {
		if (!customizers.isEmpty()) {
			return chain(settings, bundle, customizers, validateAfter);
		}
		return new DirectHttpClient(GatewayPools.direct(settings, bundle, validateAfter),
				new GatewayRoutes(System::nanoTime),
				new LazyHttpClient(() -> chain(settings, bundle, customizers, validateAfter)), userAgent());
	}

	private static CloseableHttpClient chain(GatewaySettings settings, @Nullable SslBundle bundle,
			List<GatewayClientCustomizer> customizers, Duration validateAfter) {
		HttpClientBuilder builder = HttpClientBuilder.create()
			.setConnectionManager(GatewayPools.create(settings, bundle, validateAfter))
			.setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(ALMOST_FOR_EVER).build())
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			// else a connection with a client certificate is used for one request only
			.disableConnectionState()
			// else a 401 is answered with the JVM's default Authenticator, too
			.replaceExecInterceptor(ChainElement.PROTOCOL.name(),
					new ProtocolExec((challengeType, challenges, context) -> List.of(),
							DefaultAuthenticationStrategy.INSTANCE, null, true))
			.addResponseInterceptorFirst(GatewayHttpClients::withoutChallenge)
			.setKeepAliveStrategy(KeepAlive.IDLE_TIME)
			.setRoutePlanner(new GatewayRoutes(System::nanoTime))
			.setUserAgent(userAgent());
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	/**
	 * Apache would log a challenge that it cannot read, with what the server echoes in
	 * it.
	 */
	private static void withoutChallenge(HttpResponse response, EntityDetails entity, HttpContext context) {
		if (response.getCode() == HttpStatus.SC_UNAUTHORIZED) {
			response.removeHeaders(HttpHeaders.WWW_AUTHENTICATE);
		}
	}

	private static String userAgent() {
		String version = GatewayHttpClients.class.getPackage().getImplementationVersion();
		return (version != null) ? "taotoken-failover/" + version : "taotoken-failover";
	}

}
