package net.taotoken.failover.test.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.TaotokenTime;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts a server for a context. There is one instance only, so that contexts can be
 * shared.
 */
enum TaotokenServerContextCustomizer implements ContextCustomizer {

	INSTANCE;

	private static final Pattern ENTRY = Pattern.compile("taotoken\\.entries\\.([\\w-]+)\\..+");

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		TaotokenServer server = TaotokenServer.start();
		setProperties(context.getEnvironment(), server);
		BeanDefinitionRegistry beans = (BeanDefinitionRegistry) context.getBeanFactory();
		register(beans, "taotokenServer", TaotokenServer.class, server);
		register(beans, "taotokenTime", TaotokenTime.class, server.time());
		register(beans, "taotokenServerConnectionDetails", TaotokenConnectionDetails.class,
				new ServerConnectionDetails(server));
	}

	// for what the properties may refer to is not there in a test, such as a key
	private static void setProperties(ConfigurableEnvironment environment, TaotokenServer server) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("taotoken.base-url", server.baseUrl().toString());
		properties.put("taotoken.api-key", server.apiKey());
		environment.getPropertySources().stream().forEach((source) -> {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					Matcher entry = ENTRY.matcher(name);
					if (entry.matches()) {
						setProperties(properties, server, entry.group(1));
					}
				}
			}
		});
		environment.getPropertySources().addFirst(new MapPropertySource("taotokenServer", properties));
		// each request is one of a call, unless the application wants it otherwise
		environment.getPropertySources()
			.addLast(new MapPropertySource("taotokenServerDefaults", Map.of("taotoken.health.probe", "call")));
	}

	private static void setProperties(Map<String, Object> properties, TaotokenServer server, String entry) {
		properties.put("taotoken.entries." + entry + ".base-url", server.entry(entry).baseUrl().toString());
		properties.put("taotoken.entries." + entry + ".api-key", server.apiKey());
	}

	private static <T> void register(BeanDefinitionRegistry beans, String name, Class<T> type, T instance) {
		RootBeanDefinition definition = new RootBeanDefinition(type, () -> instance);
		definition.setPrimary(true);
		beans.registerBeanDefinition(name, definition);
	}

}
