package net.taotoken.failover.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets the settings under {@code spring.http.clients} count where Spring Boot's module
 * for HTTP clients is there. It is not brought along, since its own auto-configuration
 * would take time of every start.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HttpClientSettings.class)
class CommonSslConfiguration {

	@Bean
	CommonSslBundle taotokenCommonSslBundle(ObjectProvider<HttpClientSettings> settings) {
		HttpClientSettings given = settings.getIfUnique();
		return new CommonSslBundle((given != null) ? given.sslBundle() : null);
	}

}
