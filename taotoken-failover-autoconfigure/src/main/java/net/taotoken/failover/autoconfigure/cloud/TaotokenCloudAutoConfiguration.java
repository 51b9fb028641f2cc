package net.taotoken.failover.autoconfigure.cloud;

import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Auto-configuration that takes the configuration over when Spring Cloud says that the
 * environment has changed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class)
@ConditionalOnClass(EnvironmentChangeEvent.class)
@ConditionalOnBean(ConfigurationReload.class)
public final class TaotokenCloudAutoConfiguration {

	@Bean
	TaotokenEnvironmentListener taotokenEnvironmentListener(ConfigurationReload reload) {
		return new TaotokenEnvironmentListener(reload);
	}

	/**
	 * Listens to Spring Cloud. A class of its own, since the type of the event cannot be
	 * told from a lambda.
	 */
	static final class TaotokenEnvironmentListener implements ApplicationListener<EnvironmentChangeEvent>, Ordered {

		private final ConfigurationReload reload;

		TaotokenEnvironmentListener(ConfigurationReload reload) {
			this.reload = reload;
		}

		// before the rebinder of Spring Cloud, which throws when a value cannot be bound,
		// so
		// that nobody behind it would hear of the change
		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(EnvironmentChangeEvent event) {
			this.reload.reload("environment");
		}

	}

}
