package net.taotoken.failover.langchain4j.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.langchain4j.Applications;
import net.taotoken.failover.langchain4j.StreamThreads;
import net.taotoken.failover.langchain4j.TaotokenChatModel;
import net.taotoken.failover.langchain4j.TaotokenStreamingChatModel;
import net.taotoken.failover.langchain4j.TestGateway;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TaotokenLangChain4jAutoConfigurationTests {

	private final TestGateway gateway = new TestGateway();

	private final ApplicationContextRunner runner = Applications.runner(this.gateway);

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void modelsAreOursWhereThereIsNone(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ChatModel.class).hasSingleBean(StreamingChatModel.class);
			assertThat(context.getBean(ChatModel.class)).isInstanceOf(TaotokenChatModel.class);
			assertThat(context.getBean(StreamingChatModel.class)).isInstanceOf(TaotokenStreamingChatModel.class);
		});
		assertThat(output).contains(
				"LangChain4j: ChatModel fails over from model to model; StreamingChatModel fails over from model to model");
	}

	@Test
	void modelOfTheApplicationGoesFirst(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnModel.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ChatModel.class).doesNotHaveBean(TaotokenChatModel.class);
			assertThat(context).hasSingleBean(TaotokenStreamingChatModel.class);
		});
		assertThat(output).contains("ChatModel is [ownChatModel], which is there already");
	}

	@Test
	void primaryModelBesideAnotherGoesFirst() {
		this.runner.withUserConfiguration(OwnModel.class, PrimaryModel.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TaotokenChatModel.class)
				.getBean(ChatModel.class)
				.isSameAs(context.getBean("primaryChatModel")));
	}

	@Test
	void modelOfAnyProviderGoesFirstWhateverItIsCalled() {
		this.runner.withConfiguration(AutoConfigurations.of(ZProviderAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(StreamingChatModel.class)
				.doesNotHaveBean(TaotokenStreamingChatModel.class)
				.doesNotHaveBean(StreamThreads.class));
	}

	@Test
	void nothingLoadsWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TaotokenOperations.class)
				.doesNotHaveBean(TaotokenLangChain4jAutoConfiguration.class));
	}

	@Test
	void nothingIsThereWhereItIsSwitchedOff() {
		for (String property : new String[] { "taotoken.langchain4j.enabled=false", "taotoken.enabled=false" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
		}
	}

	@Test
	void routeIsThatOfTheProperty() {
		this.gateway.does("c", Reply.text("cheap"));
		this.runner.withPropertyValues("taotoken.routes.cheap.model-priority=c", "taotoken.langchain4j.route=cheap")
			.run((context) -> {
				assertThat(context.getBean(ChatModel.class).chat("Hi")).isEqualTo("cheap");
				assertThat(this.gateway.asked()).containsExactly("c");
			});
	}

	@Test
	void routeThatDoesNotExistStopsTheStartWithAdvice() {
		this.runner.withPropertyValues("taotoken.langchain4j.route=chaep")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("'taotoken.langchain4j.route' cannot be used")
				.hasStackTraceContaining("There is no route 'chaep'")
				.hasStackTraceContaining("taotoken.langchain4j.route=default"));
	}

	@Test
	void unknownPropertyStopsTheStart() {
		this.runner.withPropertyValues("taotoken.langchain4j.json-shema=plain")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("taotoken.langchain4j.json-shema"));
	}

	@Test
	void executorOfTheApplicationIsLeftAlone() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context.getBeanNamesForType(Executor.class))
				.containsExactly("applicationTaskExecutor"));
	}

	@Test
	void operationsMayBeAFake() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenLangChain4jAutoConfiguration.class))
			.withUserConfiguration(FakeConfiguration.class)
			.withPropertyValues("taotoken.enabled=false", "taotoken.langchain4j.enabled=true")
			.run((context) -> assertThat(context.getBean(ChatModel.class).chat("Hi")).isEqualTo("Hello"));
	}

	@Test
	void propertiesAreDescribedForEditors() throws IOException {
		try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(JsonMapper.shared().readTree(metadata).path("properties"))
				.filteredOn((property) -> property.path("name").asString().startsWith("taotoken.langchain4j."))
				.hasSize(3)
				.allSatisfy((JsonNode property) -> assertThat(property.path("description").asString()).isNotBlank());
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		ChatModel ownChatModel() {
			return new ChatModel() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryModel {

		@Bean
		@Primary
		ChatModel primaryChatModel() {
			return new ChatModel() {
			};
		}

	}

	@AutoConfiguration
	static class ZProviderAutoConfiguration {

		@Bean
		StreamingChatModel providersModel() {
			return new StreamingChatModel() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FakeConfiguration {

		@Bean
		FakeOperations operations() {
			return new FakeOperations();
		}

	}

}
