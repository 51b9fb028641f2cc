package net.taotoken.failover.autoconfigure.cloud;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.core.OrderComparator;

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
			assertThat(context.getBean(CurrentRoutes.class).get().get(Route.DEFAULT).models()).extracting(Model::id)
				.containsExactly("b", "a");
		});
	}

	@Test
	void wrongEnvironmentIsRefused() {
		this.runner.run((context) -> {
			TestPropertyValues.of(Map.of("taotoken.model-priority", "b,b")).applyTo(context);
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("taotoken.model-priority")));
			assertThat(context.getBean(CurrentRoutes.class).get().get(Route.DEFAULT).models()).extracting(Model::id)
				.containsExactly("a", "b");
			assertThat(context.getBean(ChangeLog.class).latest()).extracting(TaotokenChangedEvent::kind)
				.containsExactly(Kind.CONFIGURATION_REFUSED);
		});
	}

	/**
	 * Spring Cloud changes the properties in place, before this library hears of the
	 * change or after it.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void changeIsTakenOverWhoeverListensFirst(boolean rebinderFirst) {
		this.runner.run((context) -> {
			change(context, rebinderFirst, "taotoken.model-priority=b,a", "taotoken.api-key=rotated");
			assertThat(models(context)).containsExactly("b", "a");
			assertThat(context.getBean(TaotokenConnectionDetails.class).apiKey()).isEqualTo("rotated");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusedChangeThatIsRepairedIsTakenOver(boolean rebinderFirst) {
		this.runner.run((context) -> {
			change(context, rebinderFirst, "taotoken.api-key=rotated", "taotoken.model-priority=c,c");
			assertThat(models(context)).containsExactly("a", "b");
			change(context, rebinderFirst, "taotoken.model-priority=c,a");
			assertThat(models(context)).containsExactly("c", "a");
			assertThat(context.getBean(TaotokenConnectionDetails.class).apiKey()).isEqualTo("rotated");
			change(context, rebinderFirst, "taotoken.timeouts.total=soon");
			change(context, rebinderFirst, "taotoken.timeouts.total=30s");
			assertThat(context.getBean(CurrentRoutes.class).get().get(Route.DEFAULT).totalTimeout()).hasSeconds(30);
		});
	}

	/**
	 * The client and the template are made by the first call.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusedChangeBeforeTheFirstCallChangesNothing(boolean rebinderFirst) throws IOException {
		String json = """
				{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";
		try (RawServer server = new RawServer(RawServer.Script.always(RawServer.ok(json)))) {
			this.runner.withPropertyValues("taotoken.base-url=" + server.url(), "taotoken.http.headers.X-Mine=first")
				.run((context) -> {
					change(context, rebinderFirst, "taotoken.http.max-connections=-1", "taotoken.hedge.max-extra=7",
							"taotoken.http.headers.X-Mine=second", "taotoken.chat-completions-path=no-slash");
					assertThat(context.getBean(TaotokenTemplate.class).chat("Hi")).isEqualTo("Hi");
					assertThat(server.requests()).singleElement(InstanceOfAssertFactories.STRING)
						.startsWith("POST /v1/chat/completions ")
						.contains("X-Mine: first");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void goodChangeThatNeedsARestartWaitsForItAlsoBeforeTheFirstCall(boolean rebinderFirst) throws IOException {
		String json = """
				{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";
		try (RawServer server = new RawServer(RawServer.Script.always(RawServer.ok(json)))) {
			this.runner.withPropertyValues("taotoken.base-url=" + server.url()).run((context) -> {
				change(context, rebinderFirst, "taotoken.chat-completions-path=/v2/chat",
						"taotoken.model-priority=b,a");
				assertThat(context.getBean(TaotokenTemplate.class).chat("Hi")).isEqualTo("Hi");
				assertThat(server.requests()).singleElement(InstanceOfAssertFactories.STRING)
					.startsWith("POST /v1/chat/completions ")
					.contains("\"model\":\"b\"");
			});
		}
	}

	@Test
	void listenerComesBeforeThatOfSpringCloud() {
		this.runner.run((context) -> assertThat(OrderComparator.INSTANCE.compare(
				context.getBean(TaotokenCloudAutoConfiguration.TaotokenEnvironmentListener.class),
				context.getBean(ConfigurationPropertiesRebinder.class)))
			.isNegative());
	}

	private static void change(AssertableApplicationContext context, boolean rebinderFirst, String... properties) {
		TestPropertyValues.of(properties).applyTo(context.getSourceApplicationContext());
		TaotokenCloudAutoConfiguration.TaotokenEnvironmentListener ours = context
			.getBean(TaotokenCloudAutoConfiguration.TaotokenEnvironmentListener.class);
		EnvironmentChangeEvent event = new EnvironmentChangeEvent(context, Set.of("taotoken.model-priority"));
		if (!rebinderFirst) {
			ours.onApplicationEvent(event);
		}
		try {
			context.getBean(ConfigurationPropertiesRebinder.class).rebind();
		}
		catch (RuntimeException ex) {
			// a value that cannot be bound
		}
		if (rebinderFirst) {
			ours.onApplicationEvent(event);
		}
	}

	private static List<String> models(AssertableApplicationContext context) {
		return context.getBean(CurrentRoutes.class).get().get(Route.DEFAULT).models().stream().map(Model::id).toList();
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
