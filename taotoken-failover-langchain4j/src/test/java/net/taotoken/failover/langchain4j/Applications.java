package net.taotoken.failover.langchain4j;

import java.util.function.Consumer;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.langchain4j.autoconfigure.TaotokenLangChain4jAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with a gateway whose route is {@code a}, {@code b}, {@code c}.
 */
public final class Applications {

	public static final String KEY = "sk-Zq7TopSecretKey0123456789";

	private Applications() {
	}

	public static ApplicationContextRunner runner(TestGateway gateway) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenLangChain4jAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=" + KEY, "taotoken.base-url=" + gateway.url(),
					"taotoken.model-priority=a,b,c", "taotoken.retry.max-attempts=1", "taotoken.timeouts.total=30s",
					"taotoken.timeouts.first-token=10s");
	}

	public static void run(TestGateway gateway, Consumer<Application> test) {
		run(runner(gateway), test);
	}

	public static void run(ApplicationContextRunner runner, Consumer<Application> test) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(new Application(context));
		});
	}

	public record Application(ApplicationContext context) {

		public ChatModel chat() {
			return this.context.getBean(ChatModel.class);
		}

		public StreamingChatModel streaming() {
			return this.context.getBean(StreamingChatModel.class);
		}

		public ModelHealthTracker health() {
			return this.context.getBean(ModelHealthTracker.class);
		}

	}

}
