package net.taotoken.failover.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.fleet.TaotokenFleetAutoConfiguration;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.metrics.AttemptMeterObservationHandler;
import net.taotoken.failover.metrics.CallMeterObservationHandler;
import net.taotoken.failover.metrics.FailoverMeters;
import net.taotoken.failover.metrics.FleetMeters;
import net.taotoken.failover.metrics.ModelGauges;
import net.taotoken.failover.metrics.ModelNames;
import net.taotoken.failover.route.CurrentRoutes;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for meters of calls and models.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { TaotokenObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
		CompositeMeterRegistryAutoConfiguration.class, TaotokenFailoverAutoConfiguration.class,
		TaotokenFleetAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, FailoverExecutor.class, ModelHealthTracker.class, CurrentRoutes.class })
public final class TaotokenMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ModelNames taotokenModelNames(CurrentRoutes routes) {
		return new ModelNames(routes);
	}

	@Bean
	@ConditionalOnMissingBean
	FailoverMeters taotokenFailoverMeters(MeterRegistry registry, ModelNames names) {
		return new FailoverMeters(registry, names);
	}

	// Boot asks the first handler of meters that knows a context: ours has to stand
	// before
	// its own, and must not stand before one of the application's
	@Bean
	@ConditionalOnSingleCandidate(DefaultMeterObservationHandler.class)
	@ConditionalOnMissingBean(value = MeterObservationHandler.class, ignored = DefaultMeterObservationHandler.class)
	@Order(Ordered.LOWEST_PRECEDENCE - 10)
	AttemptMeterObservationHandler taotokenAttemptMeterObservationHandler(MeterRegistry registry) {
		return new AttemptMeterObservationHandler(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	CallMeterObservationHandler taotokenCallMeterObservationHandler(MeterRegistry registry) {
		return new CallMeterObservationHandler(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	ModelGauges taotokenModelGauges(ModelHealthTracker tracker, FailoverExecutor executor, CurrentRoutes routes,
			ModelNames names) {
		return new ModelGauges(tracker, executor, routes, names);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(SharedHealth.class)
	FleetMeters taotokenFleetMeters(SharedHealth fleet) {
		return new FleetMeters(fleet);
	}

	@Bean
	GaugeRefresher taotokenGaugeRefresher(ModelGauges gauges) {
		return new GaugeRefresher(gauges);
	}

}
