package net.taotoken.failover.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Finds the SSL bundle of connections to the gateway.
 */
final class SslBundleChoice {

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("ssl").dot("bundle");

	private SslBundleChoice() {
	}

	static HttpClientSettings apply(@Nullable String name, HttpClientSettings settings,
			ObjectProvider<SslBundles> provider) {
		if (!StringUtils.hasText(name)) {
			return settings;
		}
		SslBundles bundles = provider.getIfAvailable();
		try {
			if (bundles != null) {
				return settings.withSslBundle(bundles.getBundle(name));
			}
		}
		catch (NoSuchSslBundleException ex) {
			// told below
		}
		throw KEY.refuseAndAdvise("There is no SSL bundle named '" + name + "'.",
				"spring.ssl.bundle.pem." + name + ".truststore.certificate=classpath:gateway.crt");
	}

}
