package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import net.taotoken.failover.autoconfigure.metrics.TaotokenObservationAutoConfiguration;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls belong to the observation in which they were made, also on threads of our own.
 */
class ObservationTests {

	private final TestGateway gateway = new TestGateway();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void blockingAndStreamedCallsAreChildrenOfTheirCallersObservation() {
		this.gateway.does("a", Reply.text("Hello"));
		ApplicationContextRunner runner = Applications.runner(this.gateway)
			.withUserConfiguration(Registry.class)
			.withConfiguration(AutoConfigurations.of(TaotokenObservationAutoConfiguration.class));
		Applications.run(runner, (application) -> {
			ObservationRegistry registry = application.context().getBean(ObservationRegistry.class);
			List<String> tree = application.context().getBean(Registry.class).tree;
			Observation.createNotStarted("outer", registry).observe(() -> {
				application.context().getBean(ChatModel.class).chat("Hi");
				Recorder recorder = new Recorder();
				application.context().getBean(StreamingChatModel.class).chat("Hi", recorder);
				recorder.awaitEnd();
			});
			assertThat(tree.stream().filter((line) -> line.startsWith("outer > "))).containsExactly(
					"outer > gen_ai.client.operation.duration", "outer > gen_ai.client.operation.duration");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		final List<String> tree = new CopyOnWriteArrayList<>();

		@Bean
		ObservationRegistry observationRegistry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<>() {

				@Override
				public void onStart(Observation.Context context) {
					ObservationView parent = context.getParentObservation();
					String name = (parent != null) ? parent.getContextView().getName() : "-";
					Registry.this.tree.add(name + " > " + context.getName());
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});
			return registry;
		}

	}

}
