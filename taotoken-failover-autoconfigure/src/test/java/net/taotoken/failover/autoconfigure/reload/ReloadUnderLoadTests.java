package net.taotoken.failover.autoconfigure.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.route.CurrentRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replaces a mounted file fifty times, as Kubernetes replaces that of a ConfigMap, while
 * calls go on. The first model of each route always fails, so that every call goes
 * through a list; the names of all models end with the version of the configuration.
 */
class ReloadUnderLoadTests {

	private static final int THREADS = 4;

	private static final int SWAPS = 50;

	private final WireMockServer gateway = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

	private final Semaphore calls = new Semaphore(0);

	private final AtomicBoolean over = new AtomicBoolean();

	@TempDir
	private Path mount;

	@BeforeEach
	void start() {
		this.gateway.start();
		this.gateway.stubFor(any(anyUrl()).atPriority(1)
			.withRequestBody(matchingJsonPath("$.model", matching("first-.*")))
			.willReturn(aResponse().withStatus(500)));
		this.gateway.stubFor(any(anyUrl()).atPriority(2)
			.willReturn(aResponse().withHeader("Content-Type", "application/json")
				.withBody("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},"
						+ "\"finish_reason\":\"stop\"}]}")));
	}

	@AfterEach
	void stop() {
		this.gateway.stop();
	}

	// taotoken.yml -> ..data/taotoken.yml, ..data -> ..version; ..data is renamed over
	private void swap(int version, String content) throws IOException {
		Path directory = Files.createDirectory(this.mount.resolve("..version" + version));
		Files.writeString(directory.resolve("taotoken.yml"), content);
		Path link = Files.createSymbolicLink(this.mount.resolve("..data_tmp"), directory.getFileName());
		Files.move(link, this.mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
	}

	private static String good(int version) {
		return """
				taotoken:
				  model-priority: [first-default-v%1$d, second-default-v%1$d]
				  retry:
				    max-attempts: 1
				  routes:
				    cheap:
				      model-priority: [first-cheap-v%1$d, second-cheap-v%1$d]
				""".formatted(version);
	}

	private static String bad(int version) {
		return good(version) + "      strategy: fastestt\n";
	}

	@Test
	void noCallIsLostAndNoneSeesHalfAConfiguration() throws Exception {
		swap(0, good(0));
		Files.createSymbolicLink(this.mount.resolve("taotoken.yml"), Path.of("..data", "taotoken.yml"));
		new ApplicationContextRunner().withInitializer(new ReloadFileInitializer())
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=secret-key-4711", "taotoken.model-priority=none",
					"taotoken.base-url=http://127.0.0.1:" + this.gateway.port(), "taotoken.reload.interval=24h",
					"taotoken.reload.file=" + this.mount.resolve("taotoken.yml"))
			.run(this::swapUnderLoad);
	}

	private void swapUnderLoad(ApplicationContext context) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<Set<String>>> callers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				String route = (i % 2 == 0) ? "default" : "cheap";
				callers.add(threads.submit(() -> call(context.getBean(TaotokenTemplate.class).route(route),
						context.getBean(CurrentRoutes.class))));
			}
			ReloadWatcher watcher = context.getBean(ReloadWatcher.class);
			for (int version = 1; version <= SWAPS; version++) {
				boolean isBad = version % 10 == 5;
				swap(version, isBad ? bad(version) : good(version));
				watcher.check();
				watcher.check();
				assertThat(versions(context.getBean(CurrentRoutes.class)))
					.containsExactly("v" + (isBad ? version - 1 : version));
				assertThat(this.calls.tryAcquire(THREADS, 60, TimeUnit.SECONDS)).isTrue();
			}
			this.over.set(true);
			Set<String> seen = new HashSet<>();
			for (Future<Set<String>> caller : callers) {
				seen.addAll(caller.get(60, TimeUnit.SECONDS));
			}
			assertThat(seen).hasSizeGreaterThan(SWAPS / 2).doesNotContain("v5", "v15", "v25", "v35", "v45");
			assertThat(context.getBean(ChangeLog.class).latest()).extracting(TaotokenChangedEvent::kind)
				.filteredOn(Kind.CONFIGURATION_REFUSED::equals)
				.hasSize(5);
		}
		finally {
			this.over.set(true);
			threads.shutdownNow();
		}
	}

	private Set<String> call(TaotokenTemplate template, CurrentRoutes routes) {
		Set<String> seen = new HashSet<>();
		while (!this.over.get()) {
			ChatCompletion answer = template.chat(ChatCompletionRequest.of("Is it?"));
			assertThat(answer.text()).isEqualTo("yes");
			assertThat(answer.attempts().stream().map(Attempt::model).map(ReloadUnderLoadTests::version).distinct())
				.hasSize(1);
			assertThat(versions(routes)).hasSize(1);
			seen.add(version(answer.attempts().get(0).model()));
			this.calls.release();
		}
		return seen;
	}

	private static Set<String> versions(CurrentRoutes current) {
		return current.get().models().stream().map(ReloadUnderLoadTests::version).collect(Collectors.toSet());
	}

	private static String version(String model) {
		return model.substring(model.lastIndexOf('-') + 1);
	}

}
