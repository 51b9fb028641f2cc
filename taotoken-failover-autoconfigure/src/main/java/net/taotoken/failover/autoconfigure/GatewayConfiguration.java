package net.taotoken.failover.autoconfigure;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.fault.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClientCustomizer;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.GatewaySettings;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The way to the gateway.
 */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(TaotokenConnectionDetails.class)
	TaotokenConnectionDetails taotokenConnectionDetails(TaotokenProperties properties) {
		return new PropertiesTaotokenConnectionDetails(properties);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(GatewayClient.class)
	GatewayClient taotokenGatewayClient(TaotokenProperties properties, TaotokenConnectionDetails connection,
			FaultRules faultRules, ObjectProvider<SslBundles> bundles, Environment environment,
			ObjectProvider<GatewayClientCustomizer> clientCustomizers,
			ObjectProvider<GatewayRequestCustomizer> requestCustomizers) {
		ConnectionChecks.apiKey(connection.apiKey(), false);
		ConnectionChecks.baseUrl(connection.baseUrl());
		GatewaySettings settings = GatewayConverter.convert(properties);
		CloseableHttpClient client = http(properties, settings, new SslBundleChoice(bundles, environment),
				clientCustomizers);
		return new GatewayClient(settings, connection, faultRules, client,
				requestCustomizers(properties.http().headers(), requestCustomizers), InstantSource.system(),
				System::nanoTime);
	}

	static CloseableHttpClient http(TaotokenProperties properties, GatewaySettings settings, SslBundleChoice bundles,
			ObjectProvider<GatewayClientCustomizer> customizers) {
		SslBundle bundle = bundles.choose(properties.ssl().bundle());
		List<GatewayClientCustomizer> inOrder = customizers.orderedStream().toList();
		// what the application has a say in may be wrong, and then has to stop the start
		boolean mayFail = bundle != null || !inOrder.isEmpty();
		return mayFail ? GatewayHttpClients.create(settings, bundle, inOrder)
				: GatewayHttpClients.createOnFirstUse(settings);
	}

	static List<GatewayRequestCustomizer> requestCustomizers(Map<String, String> headers,
			ObjectProvider<GatewayRequestCustomizer> further) {
		List<GatewayRequestCustomizer> customizers = new ArrayList<>();
		if (!headers.isEmpty()) {
			customizers.add((request, model) -> headers.forEach(request::setHeader));
		}
		customizers.addAll(further.orderedStream().toList());
		return customizers;
	}

}
