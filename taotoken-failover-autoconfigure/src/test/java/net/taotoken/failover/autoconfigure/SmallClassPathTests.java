package net.taotoken.failover.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.taotoken.failover.TaotokenTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a whole application in a class loader that really lacks the optional libraries.
 */
class SmallClassPathTests {

	private static final Pattern OPTIONAL = Pattern.compile(
			"spring-boot-(health|http-client|actuator|jackson|micrometer|webmvc|tomcat|servlet)|micrometer|tomcat|spring-webmvc|spring-cloud|spring-ai");

	@Test
	void applicationNeedsNothingButTheStarter() throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Callable<?> application = (Callable<?>) loader.loadClass(Application.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			assertThat(application.call()).isEqualTo("template without health indicator");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL[] classPath() {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Stream.of(path.split(File.pathSeparator))
			.map(File::new)
			.filter((file) -> !OPTIONAL.matcher(file.getName()).find())
			.map(SmallClassPathTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(File file) {
		try {
			return file.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	public static class Application implements Callable<String> {

		@Override
		public String call() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties("taotoken.api-key=key", "taotoken.model-priority=a,b",
						"taotoken.health.degraded-status=DEGRADED")
				.run()) {
				boolean template = context.getBeanProvider(TaotokenTemplate.class).getIfAvailable() != null;
				boolean health = context.containsBean("taotokenHealthIndicator");
				return (template ? "template" : "nothing") + (health ? " with" : " without") + " health indicator";
			}
		}

	}

}
