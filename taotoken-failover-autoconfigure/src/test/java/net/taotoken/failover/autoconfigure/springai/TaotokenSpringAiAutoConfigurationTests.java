package net.taotoken.failover.autoconfigure.springai;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.ModelServer;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.metrics.TaotokenObservationAutoConfiguration;
import net.taotoken.failover.autoconfigure.reactive.TaotokenReactiveAutoConfiguration;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import net.taotoken.failover.springai.TaotokenChatModel;
import net.taotoken.failover.springai.TaotokenChatOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class TaotokenSpringAiAutoConfigurationTests {

	private final ModelServer server = new ModelServer();

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenObservationAutoConfiguration.class, TaotokenReactiveAutoConfiguration.class,
					TaotokenSpringAiAutoConfiguration.class, ToolCallingAutoConfiguration.class,
					ChatMemoryAutoConfiguration.class, ChatObservationAutoConfiguration.class,
					ChatClientAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a",
					"taotoken.base-url=" + this.server.url());
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
	}

	@Test
	void modelIsThereWithoutAnyOther(CapturedOutput output) {
		this.server.streams("a", "well");
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).hasSingleBean(TaotokenChatModel.class);
			assertThat(context.getBean(ChatClient.Builder.class).build().prompt("Well?").call().content())
				.isEqualTo("well");
		});
		assertThat(output).containsOnlyOnce("Spring AI asks")
			.contains("Spring AI asks Taotoken, with failover: there is no ChatModel of another provider");
	}

	@ParameterizedTest
	@ValueSource(classes = { AnotherProviderAutoConfiguration.class, ZebraAutoConfiguration.class })
	void modelOfAnotherProviderComesFirst(Class<?> provider, CapturedOutput output) {
		this.runner.withConfiguration(AutoConfigurations.of(provider)).run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).doesNotHaveBean(TaotokenChatModel.class);
			assertThat(context).hasSingleBean(ChatClient.Builder.class);
		});
		assertThat(output).containsOnlyOnce("Spring AI asks")
			.contains("[theirs], not Taotoken: spring.ai.model.chat is not set; for failover, set it to taotoken");
	}

	@ParameterizedTest
	@ValueSource(classes = { AnotherProviderAutoConfiguration.class, ZebraAutoConfiguration.class })
	void switchOfSpringAiChoosesOurs(Class<?> provider, CapturedOutput output) {
		this.runner.withConfiguration(AutoConfigurations.of(provider))
			.withPropertyValues("spring.ai.model.chat=taotoken")
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class)
				.hasSingleBean(TaotokenChatModel.class));
		assertThat(output).contains("Spring AI asks Taotoken, with failover: spring.ai.model.chat=taotoken");
	}

	@Test
	void switchOfSpringAiChoosesTheirs(CapturedOutput output) {
		this.runner.withConfiguration(AutoConfigurations.of(AnotherProviderAutoConfiguration.class))
			.withPropertyValues("spring.ai.model.chat=theirs")
			.run((context) -> assertThat(context).doesNotHaveBean(TaotokenChatModel.class));
		assertThat(output).contains("[theirs], not Taotoken: spring.ai.model.chat=theirs; for failover, set it");
	}

	@Test
	void switchToAModelThatIsNotThereIsTold(CapturedOutput output) {
		this.runner.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
		assertThat(output).contains("Spring AI has no ChatModel: spring.ai.model.chat=none");
	}

	@Test
	void modelOfTheApplicationComesBeforeTheSwitch(CapturedOutput output) {
		this.runner.withBean("mine", ChatModel.class, () -> (prompt) -> new ChatResponse(List.of()))
			.withPropertyValues("spring.ai.model.chat=taotoken")
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class)
				.doesNotHaveBean(TaotokenChatModel.class));
		assertThat(output).contains("[mine], not Taotoken: the application has it as a bean");
	}

	@Test
	void oursBesideAnotherIsTold(CapturedOutput output) {
		this.runner.withUserConfiguration(BothConfiguration.class)
			.run((context) -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(TaotokenChatModel.class));
		assertThat(output).contains("Spring AI asks Taotoken").contains("beside [theirs]");
	}

	@Test
	void nothingIsThereWithoutSpringAi(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TaotokenSpringAiAutoConfiguration.class));
		assertThat(output).doesNotContain("Spring AI");
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("taotoken.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

	@Test
	void optionsOfTheApplicationAreTheDefault() {
		this.runner.withBean(TaotokenChatOptions.class, () -> TaotokenChatOptions.builder().temperature(0.5).build())
			.run((context) -> assertThat(context.getBean(ChatModel.class).getOptions().getTemperature())
				.isEqualTo(0.5));
	}

	@Test
	void streamIsHandedOnWholeWhereBrokenAnswersBeginAgain(CapturedOutput output) {
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		this.server.streams("b", "all");
		this.runner
			.withPropertyValues("taotoken.model-priority=a,b", "taotoken.stream.on-interruption=restart",
					"taotoken.retry.max-attempts=1")
			.run((context) -> assertThat(
					context.getBean(ChatModel.class).stream("Well?").reduce(String::concat).block())
				.isEqualTo("all"));
		assertThat(output).contains("by taotoken.stream.on-interruption=restart");
	}

	@Test
	void streamIsLiveByDefault() {
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		this.runner.run((context) -> assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> context.getBean(ChatModel.class).stream(new Prompt("Well?")).blockLast()));
	}

	@Test
	void observationsAreOneTree() {
		this.server.streams("a", "well");
		ObservationRegistry registry = ObservationRegistry.create();
		List<String> whole = new CopyOnWriteArrayList<>();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				List<String> path = new ArrayList<>(List.of(context.getName()));
				for (var parent = context.getParentObservation(); parent != null; parent = parent.getContextView()
					.getParentObservation()) {
					path.add(0, parent.getContextView().getName());
				}
				whole.add(String.join(" > ", path));
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		String leaf = "spring.ai.chat.client > spring.ai.advisor > spring.ai.advisor > gen_ai.client.operation > "
				+ "gen_ai.client.operation.duration > taotoken.attempts";
		this.runner.withBean(ObservationRegistry.class, () -> registry).run((context) -> {
			ChatClient client = context.getBean(ChatClient.Builder.class).build();
			client.prompt("Well?").call().content();
			assertThat(whole).endsWith(leaf).allMatch(leaf::startsWith);
			whole.clear();
			client.prompt("Well?").stream().content().blockLast();
			assertThat(whole).endsWith(leaf).allMatch(leaf::startsWith);
		});
	}

	@Test
	void modelOfAnotherProviderThatCannotBeMadeIsExplained() {
		ApplicationContextRunner keyless = this.runner
			.withConfiguration(AutoConfigurations.of(KeylessAutoConfiguration.class));
		FailureAnalysis analysis = analysis(keyless);
		assertThat(analysis.getDescription()).contains("'keyless'").contains("The key is missing");
		assertThat(analysis.getAction()).contains("spring.ai.model.chat=taotoken");
		assertThat(analysis(keyless.withPropertyValues("spring.ai.model.chat=theirs"))).isNull();
		keyless.withPropertyValues("spring.ai.model.chat=taotoken")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TaotokenChatModel.class));
	}

	@Test
	void otherFailuresAreNotExplained() {
		assertThat(analysis(this.runner.withBean("bad", Object.class, () -> {
			throw new IllegalStateException("bad");
		}))).isNull();
	}

	private static @Nullable FailureAnalysis analysis(ApplicationContextRunner runner) {
		AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
		AtomicReference<ConfigurableApplicationContext> failed = new AtomicReference<>();
		runner.withInitializer(failed::set).run((context) -> {
			assertThat(context).hasFailed();
			analysis.set(new OtherChatModelFailureAnalyzer(failed.get().getBeanFactory(), failed.get().getEnvironment())
				.analyze(context.getStartupFailure()));
		});
		return analysis.get();
	}

	/** In the alphabet before ours. */
	@AutoConfiguration
	@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "theirs", matchIfMissing = true)
	static class AnotherProviderAutoConfiguration {

		@Bean
		ChatModel theirs() {
			return (prompt) -> new ChatResponse(List.of());
		}

	}

	/** In the alphabet behind ours. */
	@AutoConfiguration
	@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "theirs", matchIfMissing = true)
	static class ZebraAutoConfiguration extends AnotherProviderAutoConfiguration {

	}

	@AutoConfiguration
	@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "theirs", matchIfMissing = true)
	static class KeylessAutoConfiguration {

		@Bean
		ChatModel keyless() {
			throw new IllegalArgumentException("The key is missing");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BothConfiguration {

		@Bean
		ChatModel theirs() {
			return (prompt) -> new ChatResponse(List.of());
		}

		@Bean
		@Primary
		TaotokenChatModel ours(TaotokenOperations operations, ReactiveTaotokenTemplate reactive) {
			return TaotokenChatModel.builder(operations, reactive).build();
		}

	}

}
