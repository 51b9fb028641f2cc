package net.taotoken.failover.autoconfigure.metrics;

import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.metrics.AttemptObservationConvention;
import net.taotoken.failover.metrics.CallObservationConvention;
import net.taotoken.failover.metrics.MdcAttemptHandler;
import net.taotoken.failover.metrics.MicrometerAttemptObserver;
import net.taotoken.failover.metrics.MicrometerCallObserver;
import net.taotoken.failover.metrics.ModelNames;
import net.taotoken.failover.metrics.TraceHeaders;
import net.taotoken.failover.route.CurrentRoutes;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for observations of calls and attempts.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { TaotokenFailoverAutoConfiguration.class, ObservationAutoConfiguration.class })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ CurrentRoutes.class, ObservationRegistry.class })
public final class TaotokenObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ModelNames taotokenModelNames(CurrentRoutes routes) {
		return new ModelNames(routes);
	}

	@Bean
	@ConditionalOnMissingBean
	MicrometerCallObserver taotokenCallObserver(ObservationRegistry registry, ModelNames names,
			ObjectProvider<CallObservationConvention> convention) {
		return new MicrometerCallObserver(registry, names, convention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	MicrometerAttemptObserver taotokenAttemptObserver(ObservationRegistry registry, ModelNames names,
			ObjectProvider<AttemptObservationConvention> convention) {
		return new MicrometerAttemptObserver(registry, names, convention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	TraceHeaders taotokenTraceHeaders(ObservationRegistry registry) {
		return new TraceHeaders(registry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MDC.class)
	static class MdcConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MdcAttemptHandler taotokenMdcAttemptHandler() {
			return new MdcAttemptHandler();
		}

	}

}
