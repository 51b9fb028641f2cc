package net.taotoken.failover.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.ConsoleConverter;
import net.taotoken.failover.autoconfigure.settings.ConsoleSources;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.console.BalanceSource;
import net.taotoken.failover.console.ConsoleSync;
import net.taotoken.failover.console.EntryStatusSource;
import net.taotoken.failover.console.ModelListSource;
import net.taotoken.failover.console.ModelStatusSource;
import net.taotoken.failover.console.SharedReadings;
import net.taotoken.failover.console.SharedStatusSource;
import net.taotoken.failover.console.StatusDocument;
import net.taotoken.failover.console.StatusDocumentSource;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.health.Demotions;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

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
	GatewayDocuments taotokenGatewayDocuments(TaotokenSettings settings, TaotokenConnectionDetails connection,
			FaultRules faultRules, BeanFactory beans) {
		GatewaySettings gateway = settings.gateway().withMaxConnections(CONNECTIONS);
		TimeSource time = TimeSources.choose(beans.getBeanProvider(TimeSource.class));
		return new GatewayDocuments(gateway, ofFirstEntry(settings, connection), faultRules,
				new GatewayHttp(GatewayHttp.SSL_BUNDLE, settings.sslBundle(), beans).client(gateway),
				GatewayConfiguration.requestCustomizers(settings.headers(), beans), time);
	}

	// the entry that is first at the start, even if a reload puts another one first
	private static GatewayConnection ofFirstEntry(TaotokenSettings settings, TaotokenConnectionDetails connection) {
		return settings.entryNames().isEmpty() ? connection
				: new EntryConnection(settings.entryNames().get(0), connection::entries, settings::entryConnections);
	}

	/**
	 * The context is asked for each bean, because the JVM generates extra classes to call
	 * a method with more than three parameters by reflection.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(ConsoleSync.class)
	ConsoleSync taotokenConsoleSync(TaotokenSettings settings, CurrentRoutes routes, ApplicationContext context) {
		ConsoleSources console = settings.console();
		Map<String, ModelStatusSource> sources = sources(console, context);
		if (!settings.entries().isEmpty()) {
			Entry first = settings.entries().get(0).entry();
			sources.replaceAll(
					(name, source) -> context.containsBean(name) ? source : new EntryStatusSource(source, first));
		}
		share(sources, context);
		return new ConsoleSync(sources, routes, context.getBean(Demotions.class), console.settings(),
				TimeSources.choose(context.getBeanProvider(TimeSource.class)),
				() -> ThreadLocalRandom.current().nextLong(), context);
	}

	// those of the application may tell each instance something else
	private static void share(Map<String, ModelStatusSource> sources, ApplicationContext context) {
		SharedReadings readings = sources.isEmpty() ? null
				: context.getBeanProvider(SharedReadings.class).getIfAvailable();
		if (readings != null) {
			TimeSource time = TimeSources.choose(context.getBeanProvider(TimeSource.class));
			sources.replaceAll((name, source) -> context.containsBean(name) ? source
					: new SharedStatusSource(name, source, readings, time));
		}
	}

	private static Map<String, ModelStatusSource> sources(ConsoleSources console, ListableBeanFactory beans) {
		Map<String, ModelStatusSource> sources = new LinkedHashMap<>();
		if (console.readsModels()) {
			sources.put(ConsoleConverter.MODELS.name(),
					new ModelListSource(beans.getBean(GatewayDocuments.class), console.modelsPath(), console.models()));
		}
		StatusDocument document = console.document();
		if (document != null) {
			sources.put(ConsoleConverter.STATUS_URL.name(),
					new StatusDocumentSource(beans.getBean(GatewayDocuments.class), document, console.status()));
		}
		if (console.readsBalance()) {
			sources.put(ConsoleConverter.BALANCE.name(), new BalanceSource(beans.getBean(GatewayDocuments.class),
					console.subscriptionPath(), console.usagePath(), console.balance()));
		}
		sources.putAll(beans.getBeansOfType(ModelStatusSource.class));
		return sources;
	}

	@Bean
	@Lazy(false)
	@ConditionalOnBooleanProperty("taotoken.console.models.fail-on-missing")
	MissingModelCheck taotokenMissingModelCheck(TaotokenSettings settings, ObjectProvider<GatewayDocuments> documents,
			CurrentRoutes routes) {
		ConsoleSources console = settings.console();
		return new MissingModelCheck(new ModelListSource(documents.getObject(), console.modelsPath(), console.models()),
				routes, settings.entries().isEmpty() ? null : settings.entries().get(0).entry());
	}

}
