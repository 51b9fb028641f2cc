package net.taotoken.failover.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.retry.RetryOperations;

import static java.util.Objects.requireNonNull;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TaotokenFailoverAutoConfigurationTests {

	private static final Class<?>[] BEANS = { TaotokenConnectionDetails.class, Routes.class, ModelHealthTracker.class,
			FaultRules.class, GatewayClient.class, FailoverExecutor.class, TaotokenTemplate.class };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
		.withPropertyValues(Startup.MINIMUM);

	@Test
	void autoConfigurationIsRegistered() {
		assertThat(ImportCandidates.load(org.springframework.boot.autoconfigure.AutoConfiguration.class,
				getClass().getClassLoader()))
			.contains(TaotokenFailoverAutoConfiguration.class.getName());
	}

	@Test
	void keyAndModelsAreEnough() {
		this.runner.run((context) -> {
			for (Class<?> bean : BEANS) {
				assertThat(context).hasSingleBean(bean);
			}
			assertThat(context.getBean(TaotokenOperations.class)).isSameAs(context.getBean(TaotokenTemplate.class));
		});
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(TaotokenProperties.class);
				for (Class<?> bean : BEANS) {
					assertThat(context).doesNotHaveBean(bean);
				}
			});
	}

	@Test
	void noGenericBeansArePublished() {
		this.runner.run((context) -> {
			for (Class<?> type : new Class<?>[] { ObjectMapper.class, HttpClient.class, RetryOperations.class,
					Clock.class, Executor.class, TimeSource.class, HttpClientSettings.class }) {
				assertThat(context).doesNotHaveBean(type);
			}
		});
	}

	@Test
	void everyBeanYieldsToTheOneOfTheUser() {
		this.runner.withUserConfiguration(OwnBeans.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Routes.class)).isSameAs(OwnBeans.ROUTES);
			assertThat(context.getBean(ModelHealthTracker.class)).isSameAs(OwnBeans.TRACKER);
			assertThat(context.getBean(FaultRules.class)).isSameAs(OwnBeans.RULES);
			assertThat(context.getBean(TaotokenConnectionDetails.class)).isSameAs(OwnBeans.CONNECTION);
			for (Class<?> bean : BEANS) {
				assertThat(context).hasSingleBean(bean);
			}
			assertThat(context).hasBean("ownTemplate").doesNotHaveBean("taotokenTemplate");
			assertThat(context).hasBean("ownExecutor").doesNotHaveBean("taotokenFailoverExecutor");
		});
	}

	@Test
	void ownRoutesNeedNoListInTheProperties() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void fakeOperationsReplaceTheTemplate() {
		TaotokenOperations fake = org.mockito.Mockito.mock(TaotokenOperations.class);
		this.runner.withBean(TaotokenOperations.class, () -> fake)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaotokenTemplate.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "taotoken.api-key=", "taotoken.model-priority=a,a", "taotoken.health.window=0s",
			"taotoken.fault-mappings[0].fault=timeout", "taotoken.http.max-connections=0", "taotoken.ssl.bundle=x",
			"taotoken.timeouts.connect=0s", "taotoken.base-url=nowhere" })
	void lazyInitialisationHidesNoMistake(String mistake) {
		this.runner.withPropertyValues(mistake)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidTaotokenConfigurationException.class));
	}

	@Test
	void lazyInitialisationLeavesTheTemplateForLater() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("taotokenTemplate")).isFalse();
				assertThat(context).hasSingleBean(TaotokenTemplate.class);
			});
	}

	@Test
	void worksInAWebApplication() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues(Startup.MINIMUM)
			.run((context) -> assertThat(context).hasSingleBean(TaotokenTemplate.class));
	}

	@Test
	void worksWithoutTheLibrariesThatAreOptional() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.health", "org.springframework.boot.actuate",
							"org.springframework.boot.jackson", "org.springframework.cloud", "io.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(TaotokenTemplate.class));
	}

	@Test
	void worksInAWholeApplicationThatIsLazyAndHasNoJacksonAutoConfiguration() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.lazyInitialization(true)
			.properties(Startup.MINIMUM)
			.properties(
					"spring.autoconfigure.exclude=org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
			.run()) {
			assertThat(context.getBean(TaotokenTemplate.class)).isNotNull();
			assertThat(context.getBeanProvider(ObjectMapper.class)).isEmpty();
		}
	}

	@Test
	void connectionDetailsOfTheUserReplaceKeyAndUrl() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.model-priority=a")
			.withBean(TaotokenConnectionDetails.class, () -> () -> "key-of-a-vault")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(TaotokenConnectionDetails.class);
				assertThat(context.getBean(TaotokenConnectionDetails.class).baseUrl())
					.isEqualTo(URI.create("https://taotoken.net/api"));
			});
	}

	@Test
	void connectionDetailsOfTheUserAreChecked() {
		this.runner.withBean(TaotokenConnectionDetails.class, () -> () -> " ")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("taotoken.api-key"));
	}

	@Test
	void unknownSslBundleIsRefusedWithAdvice() {
		assertThat(Startup.with("taotoken.ssl.bundle=mine").failureText()).contains("'taotoken.ssl.bundle'",
				"no SSL bundle named 'mine'", "spring.ssl.bundle.pem.mine.");
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("taotoken.ssl.bundle=mine")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidTaotokenConfigurationException.class));
	}

	@Test
	void knownSslBundleIsUsed() {
		this.runner
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class))
			.withPropertyValues("taotoken.ssl.bundle=mine",
					"spring.ssl.bundle.jks.mine.truststore.location=file:/no/such/file.jks")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("/no/such/file.jks"));
	}

	@Test
	void sslBundleOfAllHttpClientsIsUsed() {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("spring.http.clients.ssl.bundle=mine",
					"spring.ssl.bundle.jks.mine.truststore.location=file:/no/such/file.jks")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("/no/such/file.jks"));
	}

	@Test
	void unknownSslBundleOfAllHttpClientsIsRefused() {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("spring.http.clients.ssl.bundle=mine")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("spring.http.clients.ssl.bundle"));
	}

	@Test
	void wrongHedgeIsRefusedBesideSettingsOfTheApplication() {
		this.runner.withBean(ChatSettings.class, ChatSettings::defaults)
			.withPropertyValues("taotoken.hedge.max-extra=5")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("taotoken.hedge.max-extra"));
	}

	@Test
	void callGoesThroughTheWholeChain() {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
		server.start();
		try {
			String path = "/base/v1/chat/completions";
			server.stubFor(post(path).withRequestBody(matchingJsonPath("$.model", equalTo("model-a")))
				.willReturn(status(418).withBody("{\"error\": {\"code\": \"house_rule\", \"message\": \"x\"}}")));
			server.stubFor(
					post(path).withRequestBody(matchingJsonPath("$.model", equalTo("model-b"))).willReturn(okJson("""
							{"id": "1", "model": "model-b", "choices": [{"index": 0, "finish_reason": "stop",
							 "message": {"role": "assistant", "content": "because"}}]}""")));
			this.runner.withUserConfiguration(Extensions.class)
				.withPropertyValues("taotoken.base-url=" + server.baseUrl() + "/base",
						"taotoken.http.headers.X-Title=my application", "taotoken.fault-mappings[0].code=house_rule",
						"taotoken.fault-mappings[0].fault=model-unavailable",
						"taotoken.models.model-b.parameters.max_tokens=7")
				.run((context) -> {
					assertThat(context.getBean(TaotokenTemplate.class).chat("why?")).isEqualTo("because");
					assertThat(context.getBean(Extensions.class).heard).containsExactly("client 1", "client 2",
							"request 1 model-a", "request 2 model-a", "out model-a model-unavailable",
							"request 1 model-b", "request 2 model-b");
				});
			server.verify(1,
					postRequestedFor(urlEqualTo(path)).withHeader("Authorization", equalTo("Bearer secret-key-4711"))
						.withHeader("X-Title", equalTo("my application"))
						.withRequestBody(matchingJsonPath("$.max_tokens", equalTo("7"))));
			server.verify(2, postRequestedFor(urlEqualTo(path)));
		}
		finally {
			server.stop();
		}
	}

	@Test
	void classifiersAreAskedInOrderBeforeTheBuiltInOne() {
		this.runner.withUserConfiguration(Extensions.class).run((context) -> {
			TaotokenTemplate template = context.getBean(TaotokenTemplate.class);
			assertThatThrownBy(() -> template.execute((model) -> {
				throw new IllegalStateException("mine");
			})).isInstanceOfSatisfying(FailoverException.class,
					(failure) -> assertThat(failure.fault().kind()).isEqualTo(FaultKind.CONTENT_REJECTED));
			assertThat(context.getBean(Extensions.class).heard).contains("listener 1", "listener 2")
				.containsSubsequence("listener 1", "listener 2");
		});
	}

	@Test
	void exceptionsOfOtherClientsAreClassified() {
		this.runner.withPropertyValues("taotoken.retry.max-attempts=1", "taotoken.retry.patience=0s").run((context) -> {
			TaotokenTemplate template = context.getBean(TaotokenTemplate.class);
			assertThat(template.<String>execute((model) -> {
				if (model.equals("model-a")) {
					throw new java.net.ConnectException("no");
				}
				return model;
			})).isEqualTo("model-b");
			assertThat(requireNonNull(context.getBean(ModelHealthTracker.class).snapshot("model-a").lastFault()).kind())
				.isEqualTo(FaultKind.UNREACHABLE);
		});
	}

	@Test
	void sharedHealthIsToldAndTellsBeforeTheFirstCall() {
		this.runner.withUserConfiguration(OwnSharedHealth.class).run((context) -> {
			OwnSharedHealth shared = context.getBean(OwnSharedHealth.class);
			ModelHealthTracker tracker = context.getBean(ModelHealthTracker.class);
			tracker.heardOut("model-a", Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(9));
			assertThat(tracker.snapshot("model-a").isHealthy()).isFalse();
			requireNonNull(tracker.of("model-b").tryAcquire()).failed(Fault.of(FaultKind.RATE_LIMITED),
					Duration.ofSeconds(5));
			assertThat(shared.told).containsExactly("out model-b");
		});
	}

	/** Needs the tracker, as one does that hears messages. */
	@Configuration(proxyBeanMethods = false)
	static class OwnSharedHealth {

		private final List<String> told = new ArrayList<>();

		@Bean
		SharedHealth sharedHealth(ModelHealthTracker tracker) {
			List<String> told = this.told;
			return new SharedHealth() {

				@Override
				public void modelIsOut(String model, Fault fault, Duration remaining) {
					told.add("out " + model);
				}

				@Override
				public void modelIsBack(String model) {
					tracker.heardBack(model);
				}

				@Override
				public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
					othersProbeFor.accept(Duration.ZERO);
				}

			};
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	public static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		static final Routes ROUTES = new Routes(List.of(Route.of(Route.DEFAULT, "own")));

		static final ModelHealthTracker TRACKER = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(),
				List.of());

		static final FaultRules RULES = FaultRules.standard().obeyingHints(true);

		static final TaotokenConnectionDetails CONNECTION = () -> "own-key";

		@Bean
		Routes ownRoutes() {
			return ROUTES;
		}

		@Bean
		ModelHealthTracker ownTracker() {
			return TRACKER;
		}

		@Bean
		FaultRules ownRules() {
			return RULES;
		}

		@Bean
		TaotokenConnectionDetails ownConnection() {
			return CONNECTION;
		}

		@Bean
		FailoverExecutor ownExecutor() {
			return new FailoverExecutor(TRACKER, List.of(), List.of(), TimeSource.system(), () -> 4711);
		}

		@Bean
		TaotokenTemplate ownTemplate(FailoverExecutor executor, GatewayClient client) {
			return new TaotokenTemplate(executor, client, () -> ROUTES);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Extensions {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		GatewayClientCustomizer secondClientCustomizer() {
			return (builder) -> this.heard.add("client 2");
		}

		@Bean
		@Order(1)
		GatewayClientCustomizer firstClientCustomizer() {
			return (builder) -> this.heard.add("client 1");
		}

		@Bean
		@Order(2)
		GatewayRequestCustomizer secondRequestCustomizer() {
			return (request, model) -> this.heard.add("request 2 " + model);
		}

		@Bean
		@Order(1)
		GatewayRequestCustomizer firstRequestCustomizer() {
			return (request, model) -> this.heard.add("request 1 " + model);
		}

		@Bean
		@Order(2)
		FailoverListener secondListener() {
			return listener("listener 2");
		}

		@Bean
		@Order(1)
		FailoverListener firstListener() {
			return listener("listener 1");
		}

		private FailoverListener listener(String name) {
			return new FailoverListener() {

				@Override
				public void callFailed(Route route, FailoverException exception) {
					Extensions.this.heard.add(name);
				}

			};
		}

		@Bean
		ModelHealthListener healthListener() {
			return new ModelHealthListener() {

				@Override
				public void modelCooledDown(String model, Fault fault, Duration coolDown) {
					Extensions.this.heard.add("out " + model + " " + fault.kind());
				}

			};
		}

		@Bean
		@Order(2)
		FaultClassifier secondClassifier() {
			return (exception) -> (exception instanceof IllegalStateException) ? Fault.of(FaultKind.TIMEOUT) : null;
		}

		@Bean
		@Order(1)
		FaultClassifier firstClassifier() {
			return (exception) -> (exception instanceof IllegalStateException) ? Fault.of(FaultKind.CONTENT_REJECTED)
					: null;
		}

	}

}
