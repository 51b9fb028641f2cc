package net.taotoken.failover.autoconfigure;

import java.util.function.Consumer;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * Finds the SSL bundle of connections to the gateway: the one that is named for it, else
 * that of all HTTP clients of the application. Its name is read where Spring Boot's
 * module for HTTP clients would read it; the module itself would take time of each start.
 */
final class SslBundleChoice {

	private static final PropertyKey COMMON = new PropertyKey("spring.http.clients.ssl.bundle");

	private final ObjectProvider<SslBundles> bundles;

	private final PropertyResolver environment;

	SslBundleChoice(ObjectProvider<SslBundles> bundles, PropertyResolver environment) {
		this.bundles = bundles;
		this.environment = environment;
	}

	/**
	 * Choose the bundle.
	 * @param key the key under which the bundle for the gateway is named
	 * @param own the name of the bundle for the gateway, if one is named
	 * @return the bundle, or {@code null} for the TLS of the JVM
	 * @throws InvalidTaotokenConfigurationException if there is no bundle of that name
	 */
	@Nullable ChosenBundle choose(PropertyKey key, @Nullable String own) {
		if (StringUtils.hasText(own)) {
			return find(key, own);
		}
		String common = this.environment.getProperty(COMMON.name());
		return StringUtils.hasText(common) ? find(COMMON, common) : null;
	}

	private ChosenBundle find(PropertyKey key, String name) {
		SslBundles bundles = this.bundles.getIfAvailable();
		try {
			if (bundles != null) {
				return new ChosenBundle(name, bundles.getBundle(name), bundles);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// told below
		}
		throw key.refuseAndAdvise("There is no SSL bundle named '" + name + "'.",
				"spring.ssl.bundle.pem." + name + ".truststore.certificate=classpath:gateway.crt");
	}

	/**
	 * A bundle that may change while the application runs.
	 *
	 * @param name its name
	 * @param bundle the bundle as it is now
	 * @param bundles where it comes from
	 */
	record ChosenBundle(String name, SslBundle bundle, SslBundles bundles) {

		private static final Log logger = LogFactory.getLog(SslBundleChoice.class);

		/**
		 * Hand over the bundle each time it changes. One that cannot be used is reported,
		 * and the one before stays.
		 * @param user who uses the bundle
		 */
		void followedBy(Consumer<SslBundle> user) {
			this.bundles.addBundleUpdateHandler(this.name, (changed) -> handOver(changed, user));
		}

		private void handOver(SslBundle changed, Consumer<SslBundle> user) {
			try {
				user.accept(changed);
				logger.info("New connections to the gateway use the changed SSL bundle '" + this.name + "'");
			}
			catch (RuntimeException ex) {
				logger.warn("The changed SSL bundle '" + this.name
						+ "' cannot be used; connections to the gateway use the one before", ex);
			}
		}

	}

}
