package net.taotoken.failover.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration for calls that fail over from model to model. Beans that check the
 * configuration are never lazy, so that a wrong setting always stops the start.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "taotoken.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TaotokenProperties.class)
public final class TaotokenFailoverAutoConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	TaotokenConnectionDetails taotokenConnectionDetails(TaotokenProperties properties) {
		return new PropertiesTaotokenConnectionDetails(properties);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	Routes taotokenRoutes(TaotokenProperties properties) {
		return new RouteConverter(properties).convert();
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	ModelHealthTracker taotokenModelHealthTracker(TaotokenProperties properties,
			ObjectProvider<ModelHealthListener> listeners, ObjectProvider<TimeSource> time) {
		return new ModelHealthTracker(HealthConverter.convert(properties.health()),
				time.getIfUnique(TimeSource::system), listeners.orderedStream().toList());
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	net.taotoken.failover.gateway.GatewaySettings TEMPORARY(TaotokenProperties properties) {
		return GatewayConverter.convert(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	FailoverExecutor taotokenFailoverExecutor(ModelHealthTracker tracker, ObjectProvider<FaultClassifier> classifiers,
			ObjectProvider<FailoverListener> listeners, ObjectProvider<TimeSource> time) {
		return new FailoverExecutor(tracker, classifiers.orderedStream().toList(), listeners.orderedStream().toList(),
				time.getIfUnique(TimeSource::system), () -> ThreadLocalRandom.current().nextLong());
	}

	@Bean
	@Lazy(false)
	StartupLog taotokenStartupLog(TaotokenProperties properties, Routes routes, TaotokenConnectionDetails connection) {
		return new StartupLog(properties, routes, connection);
	}

}
