package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts an application with nothing but the auto-configuration, from property sources of
 * the real kinds, and analyses the failure as Spring Boot would.
 */
public final class Startup {

	static final String[] MINIMUM = { "taotoken.api-key=secret-key-4711", "taotoken.model-priority=model-a,model-b" };

	private final List<PropertySource<?>> sources = new ArrayList<>();

	private final List<String> properties = new ArrayList<>();

	private final List<Class<?>> configurations = new ArrayList<>();

	public static Startup empty() {
		return new Startup();
	}

	public static Startup with(String... properties) {
		return new Startup().and(MINIMUM).and(properties);
	}

	public static Startup only(String... properties) {
		return new Startup().and(properties);
	}

	public static Startup yaml(String yaml) {
		try {
			Startup startup = new Startup();
			startup.sources.addAll(new YamlPropertySourceLoader().load("application.yml",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "application.yml")));
			return startup;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Startup and(String... properties) {
		this.properties.addAll(List.of(properties));
		return this;
	}

	public Startup environment(Map<String, Object> variables) {
		this.sources.add(0, new SystemEnvironmentPropertySource("systemEnvironment", variables));
		return this;
	}

	public Startup configuration(Class<?> configuration) {
		this.configurations.add(configuration);
		return this;
	}

	public void run(Consumer<ApplicationContext> check) {
		try (AnnotationConfigApplicationContext context = context()) {
			context.refresh();
			check.accept(context);
		}
	}

	public <T> T bean(Class<T> type) {
		try (AnnotationConfigApplicationContext context = context()) {
			context.refresh();
			return context.getBean(type);
		}
	}

	public FailureAnalysis failure() {
		try (AnnotationConfigApplicationContext context = context()) {
			Throwable failure = catchThrowable(context::refresh);
			if (failure == null) {
				throw new AssertionError("The application has started");
			}
			return analyse(failure, context.getEnvironment());
		}
	}

	public String failureText() {
		FailureAnalysis failure = failure();
		return failure.getDescription() + "\n" + failure.getAction();
	}

	private static FailureAnalysis analyse(Throwable failure, ConfigurableEnvironment environment) {
		return SpringFactoriesLoader.forDefaultResourceLocation(Startup.class.getClassLoader())
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, environment), (type, name, cause) -> {
			})
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("Nobody can explain it", failure));
	}

	private AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		this.sources.forEach(environment.getPropertySources()::addLast);
		TestPropertyValues.of(this.properties).applyTo(environment);
		ConfigurationPropertySources.attach(environment);
		context.setEnvironment(environment);
		this.configurations.forEach(context::register);
		context.register(Configurations.getClasses(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class)));
		return context;
	}

}
