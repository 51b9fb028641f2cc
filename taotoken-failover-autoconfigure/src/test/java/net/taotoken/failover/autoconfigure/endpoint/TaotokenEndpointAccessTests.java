package net.taotoken.failover.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import net.taotoken.failover.actuate.TaotokenEndpoint;
import net.taotoken.failover.actuate.TaotokenEndpointWebExtension;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.health.ModelHealthTracker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may use the endpoint, and when it is there.
 */
class TaotokenEndpointAccessTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class, TaotokenEndpointAutoConfiguration.class))
		.withPropertyValues("taotoken.api-key=secret-key-4711", "taotoken.model-priority=a,b");

	@Test
	void endpointIsThereOnlyWhenItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TaotokenEndpoint.class)
			.hasSingleBean(TaotokenControl.class));
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=taotoken")
			.run((context) -> assertThat(context).hasSingleBean(TaotokenEndpoint.class)
				.hasSingleBean(TaotokenEndpointWebExtension.class));
	}

	@Test
	void endpointIsAbsentWithTheStarterSwitchedOff() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=taotoken", "taotoken.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaotokenEndpoint.class));
	}

	@Test
	void onlyReadingIsAllowedUnlessConfigured() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "taotoken.api-key=secret-key-4711", "taotoken.model-priority=a,b",
					"management.endpoints.web.exposure.include=taotoken")
			.run()) {
			URI model = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/taotoken/models/a");
			HttpClient client = HttpClient.newHttpClient();
			assertThat(client.send(HttpRequest.newBuilder(model).build(), BodyHandlers.ofString()).statusCode())
				.isEqualTo(200);
			assertThat(client
				.send(HttpRequest.newBuilder(model)
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString("{\"action\":\"disable\"}"))
					.build(), BodyHandlers.ofString())
				.statusCode()).isEqualTo(405);
			assertThat(context.getBean(ModelHealthTracker.class).snapshot("a").isHealthy()).isTrue();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
