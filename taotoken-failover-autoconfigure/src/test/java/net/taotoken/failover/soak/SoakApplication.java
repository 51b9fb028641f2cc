package net.taotoken.failover.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * An application under test: the starter, other people's code, and short limits of time.
 */
final class SoakApplication implements AutoCloseable {

	static final List<String> NAMES = List.of("plain", "restarting", "hedging", "secure");

	static final List<String> MODELS = List.of("a", "b", "c", "d");

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Map<String, Object> properties = new ConcurrentHashMap<>();

	private final ConfigurationReload reload;

	private final String name;

	SoakApplication(String name, SoakServer server, Map<String, ?> further) {
		this.name = name;
		this.properties.putAll(properties(server));
		this.properties.putAll(further);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().addFirst(new MapPropertySource("soak", this.properties));
		ConfigurationPropertySources.attach(environment);
		this.context.setEnvironment(environment);
		this.context.register(OtherPeoplesCode.class);
		this.context.register(Configurations
			.getClasses(AutoConfigurations.of(SslAutoConfiguration.class, TaotokenFailoverAutoConfiguration.class)));
		this.context.refresh();
		// which knows from now on what has changed
		this.reload = this.context.getBean(ConfigurationReload.class);
	}

	private static Map<String, Object> properties(SoakServer server) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("taotoken.api-key", "sk-soak");
		properties.put("taotoken.base-url", server.url().toString());
		properties.put("taotoken.model-priority", String.join(",", MODELS));
		properties.put("taotoken.http.max-connections", SoakSettings.CONNECTIONS);
		properties.put("taotoken.max-response-size", "1MB");
		properties.put("taotoken.timeouts.connect", "1s");
		properties.put("taotoken.timeouts.first-token", "1200ms");
		properties.put("taotoken.timeouts.stall", "1200ms");
		properties.put("taotoken.timeouts.response", "1500ms");
		properties.put("taotoken.timeouts.total", SoakSettings.TOTAL.toMillis() + "ms");
		properties.put("taotoken.timeouts.stream-total", SoakSettings.STREAM_TOTAL.toMillis() + "ms");
		properties.put("taotoken.retry.patience", "200ms");
		properties.put("taotoken.retry.max-wait", "100ms");
		properties.put("taotoken.retry.budget", "0.5");
		properties.put("taotoken.health.failure-rate", "0.9");
		properties.put("taotoken.health.minimum-calls", "20");
		properties.put("taotoken.health.cool-down", "100ms");
		properties.put("taotoken.health.max-cool-down", "400ms");
		properties.put("taotoken.health.max-server-cool-down", "1s");
		for (String kind : List.of("rate-limited", "overloaded", "server-error", "unreachable", "timeout",
				"invalid-response", "model-unavailable", "quota-exhausted", "authentication", "unknown")) {
			properties.put("taotoken.faults." + kind + ".wait", "20ms");
			properties.put("taotoken.faults." + kind + ".cool-down", "50ms");
		}
		return properties;
	}

	TaotokenTemplate template() {
		return this.context.getBean(TaotokenTemplate.class);
	}

	ModelHealthSnapshot health(String model) {
		return this.context.getBean(ModelHealthTracker.class).snapshot(model);
	}

	/** Change the configuration while calls go on. */
	void reload(Map<String, ?> changes) {
		List<String> before = new ArrayList<>(this.properties.keySet());
		this.properties.putAll(changes);
		this.reload.reload("soak");
		this.properties.keySet().removeIf((key) -> !before.contains(key));
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
