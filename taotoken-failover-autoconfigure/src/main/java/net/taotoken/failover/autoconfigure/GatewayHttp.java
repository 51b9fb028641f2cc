package net.taotoken.failover.autoconfigure;

import java.util.List;

import net.taotoken.failover.autoconfigure.SslBundleChoice.ChosenBundle;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * The application's choices for its HTTP clients: their TLS, and what its customizers
 * change.
 */
final class GatewayHttp {

	static final PropertyKey SSL_BUNDLE = PropertyKey.ROOT.dot("ssl").dot("bundle");

	private final @Nullable ChosenBundle bundle;

	private final List<GatewayClientCustomizer> customizers;

	GatewayHttp(PropertyKey key, @Nullable String sslBundle, BeanFactory beans) {
		this.bundle = new SslBundleChoice(beans.getBeanProvider(SslBundles.class), beans.getBean(Environment.class))
			.choose(key, sslBundle);
		this.customizers = beans.getBeanProvider(GatewayClientCustomizer.class).orderedStream().toList();
	}

	/**
	 * Tells whether building a client can fail, and then has to stop the start.
	 */
	boolean mayFail() {
		return this.bundle != null || !this.customizers.isEmpty();
	}

	GatewayHttpClient client(GatewaySettings settings) {
		if (!mayFail()) {
			return GatewayHttpClients.createOnFirstUse(settings);
		}
		SslBundle now = (this.bundle != null) ? this.bundle.bundle() : null;
		GatewayHttpClient client = GatewayHttpClients.create(settings, now, this.customizers);
		if (this.bundle != null) {
			this.bundle.followedBy(client::use);
		}
		return client;
	}

}
