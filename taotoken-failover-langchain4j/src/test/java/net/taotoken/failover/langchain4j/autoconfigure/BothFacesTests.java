package net.taotoken.failover.langchain4j.autoconfigure;

import java.util.Map;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import net.taotoken.failover.langchain4j.Applications;
import net.taotoken.failover.langchain4j.JsonSchemaSupport;
import net.taotoken.failover.langchain4j.TaotokenChatModel;
import net.taotoken.failover.langchain4j.TestGateway;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with everything that is on the class path: Spring AI beside LangChain4j,
 * and the actuator.
 */
@ExtendWith(OutputCaptureExtension.class)
class BothFacesTests {

	private final TestGateway gateway = new TestGateway().does("a", Reply.text("Hello"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Everything.class)
		.withPropertyValues("taotoken.api-key=" + Applications.KEY, "taotoken.base-url=" + this.gateway.url(),
				"taotoken.model-priority=a,b");

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void springAiAndLangChain4jAnswerInOneApplication() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ChatModel.class).hasSingleBean(StreamingChatModel.class);
			assertThat(context.getBean(ChatModel.class)).isInstanceOf(TaotokenChatModel.class);
			assertThat(context.getBean(ChatModel.class).chat("Hi")).isEqualTo("Hello");
			assertThat(context.getBean(ChatClient.Builder.class).build().prompt("Hi").call().content())
				.isEqualTo("Hello");
			assertThat(this.gateway.asked()).containsExactly("a", "a");
		});
	}

	@Test
	void settingsMayComeFromTheEnvironment(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.of("TAOTOKEN_LANGCHAIN4J_JSONSCHEMA", "plain", "TAOTOKEN_LANGCHAIN4J_ROUTE", "default"))))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(TaotokenLangChain4jProperties.class))
					.isEqualTo(new TaotokenLangChain4jProperties(true, "default", JsonSchemaSupport.PLAIN));
			});
		assertThat(output).doesNotContain("sets nothing");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
