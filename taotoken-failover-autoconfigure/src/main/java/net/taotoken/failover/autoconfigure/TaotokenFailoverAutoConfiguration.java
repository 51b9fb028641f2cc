package net.taotoken.failover.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.CallObserver;
import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.diagnostics.TaotokenBindAdvisor;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.settings.LiveEntries;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.engine.AttemptObserver;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.engine.call.CallFollower;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.PriorityListener;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.system.JavaVersion;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Auto-configuration for calls that fail over from model to model. Beans that check the
 * configuration are never lazy, so that a wrong setting always stops the start; beans
 * that are needed only by calls or for display are lazy, so that they cost no start time.
 * Each condition names its type. Otherwise Spring Boot has to look at the bean methods to
 * find the return type.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "taotoken.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TaotokenProperties.class)
@Import({ GatewayConfiguration.class, ConsoleConfiguration.class, ControlConfiguration.class })
public final class TaotokenFailoverAutoConfiguration {

	@Bean
	static TaotokenBindAdvisor taotokenBindAdvisor(ListableBeanFactory beans, ConfigurableEnvironment environment) {
		return new TaotokenBindAdvisor(beans, environment);
	}

	/**
	 * Made of the properties once, before anything can change them, for beans that are
	 * made later, too.
	 */
	@Bean
	@Lazy(false)
	TaotokenSettings taotokenSettings(TaotokenProperties properties) {
		return new TaotokenSettings(properties);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(Routes.class)
	Routes taotokenRoutes(TaotokenSettings settings) {
		return settings.routes();
	}

	@Bean
	@ConditionalOnMissingBean(CurrentRoutes.class)
	CurrentRoutes taotokenCurrentRoutes(Routes routes, ObjectProvider<PriorityListener> listeners) {
		return new CurrentRoutes(routes, listeners.orderedStream().toList());
	}

	@Bean
	EventPublisher taotokenEventPublisher(ApplicationEventPublisher publisher, ObjectProvider<TimeSource> time) {
		return new EventPublisher(publisher, TimeSources.choose(time));
	}

	@Bean
	SpendingWatch taotokenSpendingWatch(LiveEntries entries, ObjectProvider<TimeSource> time,
			ApplicationEventPublisher publisher) {
		return new SpendingWatch(entries, TimeSources.choose(time), publisher);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(ModelHealthTracker.class)
	ModelHealthTracker taotokenModelHealthTracker(TaotokenSettings settings,
			ObjectProvider<ModelHealthListener> listeners, ObjectProvider<TimeSource> time) {
		return new ModelHealthTracker(settings.health(), TimeSources.choose(time),
				() -> ThreadLocalRandom.current().nextLong(), listeners.orderedStream().toList());
	}

	/**
	 * After the tracker is made, since who shares needs the tracker to tell it what
	 * others say.
	 */
	@Bean
	@Lazy(false)
	InitializingBean taotokenHealthSharing(ModelHealthTracker tracker, ObjectProvider<SharedHealth> shared,
			CurrentRoutes routes, LiveEntries entries, TaotokenSettings settings) {
		if (settings.fleet() != null && shared.getIfAvailable() == null) {
			throw PropertyKey.ROOT.dot("fleet.enabled")
				.refuseAndAdvise(
						"It is true, but the application has no connection factory of Lettuce to reach a"
								+ " Redis by.",
						"the dependency spring-boot-starter-data-redis, with spring.data.redis.host=...");
		}
		return () -> shared.ifAvailable((available) -> {
			tracker.entries(entries.names());
			tracker.keep(routes.get().knownModels());
			tracker.share(available);
		});
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(FaultRules.class)
	FaultRules taotokenFaultRules(TaotokenSettings settings) {
		return FaultRules.standard().withMappings(settings.faultMappings()).obeyingHints(settings.obeyErrorHints());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(FailoverExecutor.class)
	FailoverExecutor taotokenFailoverExecutor(ModelHealthTracker tracker, CurrentRoutes routes, LiveEntries entries,
			FaultRules faultRules, ObjectProvider<FaultClassifier> classifiers,
			ObjectProvider<FailoverListener> listeners, ObjectProvider<AttemptObserver> observer,
			ObjectProvider<CallFollower> followers, ObjectProvider<TimeSource> timeSource) {
		TimeSource time = TimeSources.choose(timeSource);
		List<FaultClassifier> inOrder = new ArrayList<>(classifiers.orderedStream().toList());
		tracker.entries(entries.names());
		tracker.keep(routes.get().knownModels());
		tracker.limit(routes.get().limits().keySet(), (model) -> routes.get().limits(model));
		inOrder.add(new ExceptionClassifier(faultRules, time::instant));
		return new FailoverExecutor(tracker, inOrder, listeners.orderedStream().toList(),
				observer.getIfUnique(() -> AttemptObserver.NONE), followers.orderedStream().toList(), time,
				() -> ThreadLocalRandom.current().nextLong());
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(ChatSettings.class)
	ChatSettings taotokenChatSettings(TaotokenSettings settings) {
		return settings.answers();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(TaotokenOperations.class)
	TaotokenTemplate taotokenTemplate(FailoverExecutor executor, GatewayClients clients, CurrentRoutes routes,
			ChatSettings chat, TaotokenSettings settings, ObjectProvider<CallObserver> observers) {
		CallObserver observer = observers.getIfUnique(() -> CallObserver.NONE);
		HedgeSettings hedge = settings.hedge();
		HedgingExecutor hedging = (hedge != null)
				? new HedgingExecutor(executor, hedge, hedgingThreads(observer), executor.time()) : null;
		return new TaotokenTemplate(executor, hedging, clients, chat, routes, observer);
	}

	private static Executor hedgingThreads(CallObserver observer) {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("taotoken-hedge-");
		threads.setDaemon(true);
		threads.setTaskDecorator(observer::propagate);
		threads.setVirtualThreads(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE));
		return threads;
	}

	@Bean
	@Lazy(false)
	StartupLog taotokenStartupLog(TaotokenSettings settings, Routes routes, TaotokenConnectionDetails connection) {
		List<EntryConnection> entries = settings.entryNames()
			.stream()
			.map((entry) -> new EntryConnection(entry, connection::entries, settings::entryConnection))
			.toList();
		return new StartupLog(settings.describedModels(), routes, connection, entries);
	}

}
