package net.taotoken.failover.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.ConsoleConverter;
import net.taotoken.failover.autoconfigure.settings.ConsoleSources;
import net.taotoken.failover.autoconfigure.settings.EntrySettings;
import net.taotoken.failover.autoconfigure.settings.LiveEntries;
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
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Configures the requests about models and money that are made beside all calls. Without
 * a source, there is no thread and no client.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

	private static final String DOCUMENTS = "taotokenGatewayDocuments";

	@Bean
	@ConditionalOnMissingBean(Demotions.class)
	Demotions taotokenDemotions(ModelHealthTracker tracker) {
		return new Demotions(tracker);
	}

	@Bean(DOCUMENTS)
	@Lazy
	@ConditionalOnMissingBean(GatewayDocuments.class)
	GatewayDocuments taotokenGatewayDocuments(TaotokenSettings settings, TaotokenConnectionDetails connection,
			FaultRules faultRules, BeanFactory beans) {
		GatewaySettings gateway = settings.gateway().withMaxConnections(EntryClients.DOCUMENT_CONNECTIONS);
		TimeSource time = TimeSources.choose(beans.getBeanProvider(TimeSource.class));
		return new GatewayDocuments(gateway, ofFirstEntry(settings, connection), faultRules,
				new GatewayHttp(GatewayHttp.SSL_BUNDLE, settings.sslBundle(), beans).client(gateway),
				GatewayConfiguration.requestCustomizers(settings.headers(), beans), time);
	}

	// the entry that is first at the start, even if a reload puts another one first
	private static GatewayConnection ofFirstEntry(TaotokenSettings settings, TaotokenConnectionDetails connection) {
		return settings.entryNames().isEmpty() ? connection
				: new EntryConnection(settings.entryNames().get(0), connection::entries, settings::entryConnection);
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
		Map<String, ModelStatusSource> sources = settings.entries().isEmpty() ? sources(console, context)
				: sourcesOfEntries(settings, context);
		sources.putAll(context.getBeansOfType(ModelStatusSource.class));
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

	private static Map<String, ModelStatusSource> sources(ConsoleSources console, BeanFactory beans) {
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
			sources.put(ConsoleConverter.BALANCE.name(), balance(console, beans.getBean(GatewayDocuments.class)));
		}
		return sources;
	}

	/**
	 * Each account has a list of models and a balance of its own. The status document is
	 * one, and speaks of the first entry.
	 */
	private static Map<String, ModelStatusSource> sourcesOfEntries(TaotokenSettings settings, BeanFactory beans) {
		ConsoleSources console = settings.console();
		Map<String, ModelStatusSource> sources = new LinkedHashMap<>();
		StatusDocument document = console.document();
		if (document != null) {
			sources.put(ConsoleConverter.STATUS_URL.name(),
					new EntryStatusSource(
							new StatusDocumentSource(beans.getBean(GatewayDocuments.class), document, console.status()),
							settings.entries().get(0).entry()));
		}
		for (EntrySettings configured : settings.entries()) {
			Entry entry = configured.entry();
			if (console.readsModels()) {
				sources.put(entry.candidate(ConsoleConverter.MODELS.name()),
						new EntryStatusSource(modelsOf(entry, settings, beans), entry));
			}
			if (console.readsBalance()) {
				sources.put(entry.candidate(ConsoleConverter.BALANCE.name()),
						new EntryStatusSource(balance(console, documentsOf(entry, settings, beans)), entry));
			}
		}
		return sources;
	}

	private static BalanceSource balance(ConsoleSources console, GatewayDocuments documents) {
		return new BalanceSource(documents, console.subscriptionPath(), console.usagePath(), console.balance());
	}

	// where the configuration lists the models of an entry, it is the one that knows
	private static ModelListSource modelsOf(Entry entry, TaotokenSettings settings, BeanFactory beans) {
		ConsoleSources console = settings.console();
		return new ModelListSource(documentsOf(entry, settings, beans), console.modelsPath(), console.models(),
				entry.models().isEmpty());
	}

	// a bean of the application's own stands for the first entry
	private static GatewayDocuments documentsOf(Entry entry, TaotokenSettings settings, BeanFactory beans) {
		boolean ofTheApplication = !((ListableBeanFactory) beans).containsBeanDefinition(DOCUMENTS);
		return (ofTheApplication && entry.equals(settings.entries().get(0).entry()))
				? beans.getBean(GatewayDocuments.class) : beans.getBean(EntryDocuments.class).of(entry.name());
	}

	@Bean
	@Lazy
	EntryDocuments taotokenEntryDocuments(TaotokenSettings settings, LiveEntries entries,
			TaotokenConnectionDetails connection, FaultRules faultRules, BeanFactory beans) {
		return new EntryDocuments(new EntryClients(settings, entries, connection, faultRules, beans));
	}

	@Bean
	@Lazy(false)
	@ConditionalOnBooleanProperty("taotoken.console.models.fail-on-missing")
	MissingModelCheck taotokenMissingModelCheck(TaotokenSettings settings, CurrentRoutes routes, BeanFactory beans) {
		Map<String, ModelListSource> lists = new LinkedHashMap<>();
		for (EntrySettings configured : settings.entries()) {
			lists.put(configured.entry().name(), modelsOf(configured.entry(), settings, beans));
		}
		if (lists.isEmpty()) {
			ConsoleSources console = settings.console();
			lists.put(MissingModelCheck.ONLY_ENTRY,
					new ModelListSource(beans.getBean(GatewayDocuments.class), console.modelsPath(), console.models()));
		}
		return new MissingModelCheck(lists, routes);
	}

}
