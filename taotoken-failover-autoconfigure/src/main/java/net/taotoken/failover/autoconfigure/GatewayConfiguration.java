package net.taotoken.failover.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.ConnectionChecks;
import net.taotoken.failover.autoconfigure.settings.LiveEntries;
import net.taotoken.failover.autoconfigure.settings.PropertiesTaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The way to the gateway.
 */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

	private static final String CLIENT = "taotokenGatewayClient";

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(TaotokenConnectionDetails.class)
	TaotokenConnectionDetails taotokenConnectionDetails(TaotokenSettings settings) {
		return new PropertiesTaotokenConnectionDetails(settings.connection(), settings.entryConnections());
	}

	@Bean(CLIENT)
	@Lazy
	@ConditionalOnMissingBean(GatewayClient.class)
	GatewayClient taotokenGatewayClient(TaotokenSettings settings, TaotokenConnectionDetails connection,
			FaultRules faultRules, BeanFactory beans) {
		ConnectionChecks.check(connection);
		GatewaySettings gateway = settings.gateway();
		TimeSource time = TimeSources.choose(beans.getBeanProvider(TimeSource.class));
		return new GatewayClient(gateway, connection, faultRules,
				new GatewayHttp(GatewayHttp.SSL_BUNDLE, settings.sslBundle(), beans).client(gateway),
				requestCustomizers(settings.headers(), beans), time);
	}

	@Bean
	LiveEntries taotokenLiveEntries(TaotokenSettings settings) {
		return new LiveEntries(settings.entries());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(GatewayClients.class)
	GatewayClients taotokenGatewayClients(GatewayClient client, TaotokenSettings settings, LiveEntries entries,
			TaotokenConnectionDetails connection, FaultRules faultRules, BeanFactory beans) {
		if (!((ListableBeanFactory) beans).containsBeanDefinition(CLIENT)) {
			// the application has its own, which is asked in place of each entry
			return GatewayClients.of(client);
		}
		return new GatewayClients(client, new EntryClients(settings, entries, connection, faultRules, beans)::create);
	}

	/**
	 * Checks at the start what the client is made of. The client is created at the start
	 * only if its creation could fail. Otherwise its many classes are loaded by the first
	 * request.
	 */
	@Bean
	@Lazy(false)
	InitializingBean taotokenGatewayCheck(TaotokenSettings settings, TaotokenConnectionDetails connection,
			LiveEntries entries, FaultRules faultRules, BeanFactory beans) {
		return () -> {
			EntryClients clients = new EntryClients(settings, entries, connection, faultRules, beans);
			for (String entry : settings.entryNames()) {
				ConnectionChecks.check(entry, clients.connection(entry));
				if (clients.http(entry).mayFail()) {
					beans.getBean(GatewayClients.class).get(entry);
				}
			}
			if (beans.containsBean(CLIENT)) {
				ConnectionChecks.check(connection);
				if (new GatewayHttp(GatewayHttp.SSL_BUNDLE, settings.sslBundle(), beans).mayFail()) {
					beans.getBean(CLIENT);
				}
			}
		};
	}

	static List<GatewayRequestCustomizer> requestCustomizers(Map<String, String> headers, BeanFactory beans) {
		List<GatewayRequestCustomizer> customizers = new ArrayList<>();
		if (!headers.isEmpty()) {
			customizers.add((request, model) -> headers.forEach(request::setHeader));
		}
		customizers.addAll(beans.getBeanProvider(GatewayRequestCustomizer.class).orderedStream().toList());
		return customizers;
	}

}
