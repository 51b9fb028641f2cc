package net.taotoken.failover.autoconfigure.fleet;

import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.FleetChoice;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.console.SharedReadings;
import net.taotoken.failover.fleet.FleetSettings;
import net.taotoken.failover.fleet.RedisReadings;
import net.taotoken.failover.fleet.RedisSharedHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration for instances that tell each other by Redis which models are out. No
 * container of message listeners and no connection factory become beans: the application
 * starts without Redis, and its own use of Redis stays as it is.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(LettuceConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "taotoken.fleet.enabled")
@ConditionalOnBean({ ModelHealthTracker.class, TaotokenSettings.class })
public final class TaotokenFleetAutoConfiguration {

	@Bean
	FleetSettings taotokenFleetSettings(TaotokenSettings settings, TaotokenConnectionDetails connection,
			Environment environment) {
		FleetChoice choice = settings.fleet();
		if (choice == null) {
			throw new IllegalStateException("The properties of the fleet were changed during the start");
		}
		return new FleetSettings((choice.namespace() != null) ? choice.namespace() : FleetNames.namespace(connection),
				FleetNames.instance(choice.instance(), environment), choice.share(), choice.quorum());
	}

	@Bean
	@ConditionalOnMissingBean(SharedHealth.class)
	@ConditionalOnSingleCandidate(LettuceConnectionFactory.class)
	RedisSharedHealth taotokenRedisSharedHealth(FleetSettings fleet, LettuceConnectionFactory redis,
			ModelHealthTracker tracker, CurrentRoutes routes, ObjectProvider<TimeSource> time) {
		return new RedisSharedHealth(fleet, redis, tracker, () -> routes.get().knownModels(),
				time.getIfUnique(TimeSource::system));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(SharedReadings.class)
	@ConditionalOnSingleCandidate(LettuceConnectionFactory.class)
	RedisReadings taotokenRedisReadings(FleetSettings fleet, LettuceConnectionFactory redis) {
		return new RedisReadings(fleet, redis);
	}

}
