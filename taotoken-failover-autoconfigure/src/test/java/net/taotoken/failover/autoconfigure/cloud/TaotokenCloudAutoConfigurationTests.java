package net.taotoken.failover.autoconfigure.cloud;

import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.ConfigurationReload;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.route.LiveRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;

import static org.assertj.core.api.Assertions.assertThat;

class TaotokenCloudAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
				TaotokenCloudAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class))
		.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a,b");

	@Test
	void changedEnvironmentIsTakenOver() {
		this.runner.run((context) -> {
			TestPropertyValues.of("taotoken.model-priority=b,a").applyTo(context);
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("taotoken.model-priority")));
			assertThat(context.getBean(LiveRoutes.class).get().get(Route.DEFAULT).models()).extracting(Model::id)
				.containsExactly("b", "a");
		});
	}

	@Test
	void wrongEnvironmentIsRefused() {
		this.runner.run((context) -> {
			TestPropertyValues.of(Map.of("taotoken.model-priority", "b,b")).applyTo(context);
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("taotoken.model-priority")));
			assertThat(context.getBean(LiveRoutes.class).get().get(Route.DEFAULT).models()).extracting(Model::id)
				.containsExactly("a", "b");
			assertThat(context.getBean(ChangeLog.class).latest()).extracting(TaotokenChangedEvent::kind)
				.containsExactly(Kind.CONFIGURATION_REFUSED);
		});
	}

	@Test
	void nothingBreaksWithoutSpringCloud() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenCloudAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a,b")
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConfigurationReload.class)
				.doesNotHaveBean(TaotokenCloudAutoConfiguration.class));
	}

}
