package net.taotoken.failover.autoconfigure.health;

import net.taotoken.failover.actuate.TaotokenHealthIndicator;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.console.ConsoleSync;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.CurrentRoutes;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the health indicator {@code taotoken}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ TaotokenProperties.class, ModelHealthTracker.class, CurrentRoutes.class })
@ConditionalOnEnabledHealthIndicator("taotoken")
public final class TaotokenHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "taotokenHealthIndicator", "taotokenHealthContributor" })
	TaotokenHealthIndicator taotokenHealthIndicator(ModelHealthTracker tracker, CurrentRoutes routes,
			TaotokenProperties properties, Environment environment, ObjectProvider<ConsoleSync> console,
			ObjectProvider<SharedHealth> fleet) {
		SharedHealth shared = fleet.getIfUnique();
		ConsoleSync sync = console.getIfUnique();
		return new TaotokenHealthIndicator(tracker, routes,
				DegradedStatus.of(properties.getHealth().degradedStatus(), environment),
				(sync != null) ? sync::snapshot : null, (shared != null) ? shared::snapshot : null);
	}

}
