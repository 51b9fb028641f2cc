package net.taotoken.failover.autoconfigure;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.console.BalanceSource;
import net.taotoken.failover.console.ConsoleSync;
import net.taotoken.failover.console.ModelListSource;
import net.taotoken.failover.console.ModelStatusSource;
import net.taotoken.failover.console.Schedule;
import net.taotoken.failover.console.StatusDocument;
import net.taotoken.failover.console.StatusDocumentSource;
import net.taotoken.failover.fault.FaultRules;
import net.taotoken.failover.gateway.GatewayClientCustomizer;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.health.Demotions;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.LiveRoutes;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * What is asked beside all calls. Without a source, there is no thread and no client.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

	/** Sources are read one after the other; the check at the start may come between. */
	private static final int CONNECTIONS = 2;

	@Bean
	@ConditionalOnMissingBean(Demotions.class)
	Demotions taotokenDemotions(ModelHealthTracker tracker) {
		return new Demotions(tracker);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(GatewayDocuments.class)
	GatewayDocuments taotokenGatewayDocuments(TaotokenProperties properties, TaotokenConnectionDetails connection,
			FaultRules faultRules, ObjectProvider<SslBundles> bundles, Environment environment,
			ObjectProvider<GatewayClientCustomizer> clientCustomizers,
			ObjectProvider<GatewayRequestCustomizer> requestCustomizers) {
		GatewaySettings settings = GatewayConverter.convert(properties).withMaxConnections(CONNECTIONS);
		return new GatewayDocuments(settings, connection, faultRules,
				GatewayConfiguration.http(properties, settings, new SslBundleChoice(bundles, environment),
						clientCustomizers),
				GatewayConfiguration.requestCustomizers(properties.http().headers(), requestCustomizers),
				InstantSource.system(), System::nanoTime);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(ConsoleSync.class)
	ConsoleSync taotokenConsoleSync(TaotokenProperties properties, ObjectProvider<GatewayDocuments> documents,
			ListableBeanFactory beans, LiveRoutes routes, Demotions demotions, ObjectProvider<TimeSource> time,
			ApplicationEventPublisher events) {
		Map<String, ModelStatusSource> sources = new LinkedHashMap<>();
		ConsoleConverter console = new ConsoleConverter(properties.console());
		Schedule models = console.models();
		if (properties.console().models().enabled()) {
			sources.put(ConsoleConverter.MODELS.name(),
					new ModelListSource(documents.getObject(), properties.modelsPath(), models));
		}
		Schedule status = console.status();
		StatusDocument document = console.statusDocument();
		if (document != null) {
			sources.put(ConsoleConverter.STATUS_URL.name(),
					new StatusDocumentSource(documents.getObject(), document, status));
		}
		Schedule balance = console.balance();
		if (properties.console().balance().enabled()) {
			sources.put(ConsoleConverter.BALANCE.name(),
					new BalanceSource(documents.getObject(), console.subscriptionPath(), console.usagePath(), balance));
		}
		sources.putAll(beans.getBeansOfType(ModelStatusSource.class));
		return new ConsoleSync(sources, routes, demotions, console.settings(), time.getIfUnique(TimeSource::system),
				() -> ThreadLocalRandom.current().nextLong(), events);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnBooleanProperty("taotoken.console.models.fail-on-missing")
	MissingModelCheck taotokenMissingModelCheck(TaotokenProperties properties,
			ObjectProvider<GatewayDocuments> documents, LiveRoutes routes) {
		Schedule schedule = new ConsoleConverter(properties.console()).models();
		return new MissingModelCheck(new ModelListSource(documents.getObject(), properties.modelsPath(), schedule),
				routes);
	}

}
