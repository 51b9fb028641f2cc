package net.taotoken.failover.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Finds the SSL bundle of connections to the gateway: the one that is named, else that of
 * all HTTP clients of the application.
 */
final class SslBundleChoice {

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("ssl").dot("bundle");

	private final ObjectProvider<SslBundles> bundles;

	private final ObjectProvider<CommonSslBundle> common;

	SslBundleChoice(ObjectProvider<SslBundles> bundles, ObjectProvider<CommonSslBundle> common) {
		this.bundles = bundles;
		this.common = common;
	}

	/**
	 * Choose the bundle.
	 * @param name the name of the bundle, if one is named
	 * @return the bundle, or {@code null} for the TLS of the JVM
	 * @throws InvalidTaotokenConfigurationException if there is no bundle of that name
	 */
	@Nullable SslBundle choose(@Nullable String name) {
		if (!StringUtils.hasText(name)) {
			CommonSslBundle common = this.common.getIfUnique();
			return (common != null) ? common.bundle() : null;
		}
		SslBundles bundles = this.bundles.getIfAvailable();
		try {
			if (bundles != null) {
				return bundles.getBundle(name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// told below
		}
		throw KEY.refuseAndAdvise("There is no SSL bundle named '" + name + "'.",
				"spring.ssl.bundle.pem." + name + ".truststore.certificate=classpath:gateway.crt");
	}

}
