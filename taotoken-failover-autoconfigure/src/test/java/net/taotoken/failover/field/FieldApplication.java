package net.taotoken.failover.field;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.time.LeapingTime;
import net.taotoken.failover.time.TimeSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * An application with nothing but the starter in it, and nothing configured but the
 * gateway, its key and three models. Waits between its attempts take no time.
 */
final class FieldApplication implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final LeapingTime time = new LeapingTime();

	FieldApplication(URI gateway, List<String> properties) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		TestPropertyValues.of(properties)
			.and(Map.of("taotoken.api-key", "sk-test", "taotoken.base-url", gateway.toString()).entrySet().stream(),
					(entry) -> TestPropertyValues.Pair.of(entry.getKey(), entry.getValue()))
			.applyTo(environment);
		this.context.setEnvironment(environment);
		this.context.registerBean(TimeSource.class, () -> this.time);
		this.context
			.register(Configurations.getClasses(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class)));
		this.context.refresh();
	}

	static FieldApplication with(FieldGateway gateway, String... properties) {
		List<String> all = new ArrayList<>(List.of("taotoken.model-priority=a,b,c"));
		all.addAll(List.of(properties));
		return new FieldApplication(gateway.url(), all);
	}

	TaotokenTemplate template() {
		return this.context.getBean(TaotokenTemplate.class);
	}

	ModelHealthSnapshot health(String model) {
		return this.context.getBean(ModelHealthTracker.class).snapshot(model);
	}

	LeapingTime time() {
		return this.time;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
