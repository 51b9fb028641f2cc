package net.taotoken.failover.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StartupLogTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
		.withPropertyValues(Startup.MINIMUM);

	@Test
	void lineTellsWhatIsConfiguredWithoutSecrets(CapturedOutput output) {
		this.runner
			.withPropertyValues("taotoken.base-url=http://localhost:8080/x",
					"taotoken.routes.cheap.model-priority=model-c", "taotoken.routes.cheap.strategy=fastest",
					"taotoken.routes.cheap.timeouts.total=1500ms")
			.run((context) -> assertThat(output).contains(
					"Taotoken failover over http://localhost:8080/x: route 'default' = [model-a, model-b] by priority, "
							+ "at most 120s and 6 attempts a call, 2 a model; "
							+ "route 'cheap' = [model-c] by fastest, at most 1500ms and 6 attempts a call, 2 a model")
				.doesNotContain("secret-key-4711", "WARN"));
	}

	@Test
	void describedModelThatNoListNamesIsWarnedOf(CapturedOutput output) {
		this.runner.withPropertyValues("taotoken.models.modell-a.weight=2")
			.run((context) -> assertThat(output).contains("WARN", "No list of models names [modell-a]"));
	}

}
