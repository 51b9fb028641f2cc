package net.taotoken.failover.autoconfigure.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.event.PriorityChangedEvent;
import net.taotoken.failover.event.PriorityChangedEvent.Cause;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.LimitUse;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a changed configuration does to a running application.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadTests {

	@TempDir
	private Path directory;

	@SuppressWarnings("NullAway.Init")
	private Path file;

	private ApplicationContextRunner runner(String name) {
		this.file = this.directory.resolve(name);
		return new ApplicationContextRunner().withInitializer(new ReloadFileInitializer())
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withBean(Priorities.class)
			.withPropertyValues("taotoken.api-key=secret-key-4711", "taotoken.model-priority=a,b",
					"taotoken.routes.cheap.model-priority=b,c", "taotoken.reload.interval=24h",
					"taotoken.reload.file=" + this.file);
	}

	private void run(Consumer<Application> test) {
		runner("taotoken.properties").run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(new Application(context));
		});
	}

	private final class Application {

		private final ConfigurableApplicationContext context;

		private Application(ConfigurableApplicationContext context) {
			this.context = context;
		}

		private AttemptTimeouts timeouts() {
			return bean(CurrentRoutes.class).get().get(Route.DEFAULT).models().get(0).timeouts();
		}

		private Duration limit(FirstTokens shown) {
			Duration limit = shown.limit(RequestSize.SMALL, timeouts(), System.nanoTime());
			return Duration.ofMillis(limit.toMillis());
		}

		private <T> T bean(Class<T> type) {
			return this.context.getBean(type);
		}

		private void write(String... lines) {
			ReloadTests.this.write(String.join("\n", lines));
			look();
			look();
		}

		private void look() {
			bean(ReloadWatcher.class).check();
		}

		private List<String> ids(String route) {
			return bean(CurrentRoutes.class).get().get(route).models().stream().map(Model::id).toList();
		}

		private List<TaotokenChangedEvent> changes() {
			return bean(ChangeLog.class).latest();
		}

		private List<PriorityChangedEvent> priorities() {
			return bean(Priorities.class).heard;
		}

	}

	@Test
	void changedFileTakesEffect(CapturedOutput output) {
		run((application) -> {
			assertThat(application.ids(Route.DEFAULT)).containsExactly("a", "b");
			application.write("taotoken.model-priority=b,a", "taotoken.timeouts.total=30s");
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b", "a");
			assertThat(application.bean(CurrentRoutes.class).get().get("cheap").totalTimeout()).hasSeconds(30);
			assertThat(application.changes()).extracting(TaotokenChangedEvent::kind)
				.containsExactly(Kind.CONFIGURATION_RELOADED);
			assertThat(output).contains("[taotoken.model-priority, taotoken.timeouts.total] hold from now on")
				.doesNotContain("need a restart");
			application.write("");
			assertThat(application.ids(Route.DEFAULT)).containsExactly("a", "b");
		});
	}

	@Test
	void boundsOfWhatIsLearntTakeEffectAtOnceAndWhatWasLearntStays(CapturedOutput output) {
		run((application) -> {
			FirstTokens shown = application.bean(ModelHealthTracker.class).of("a").firstTokens();
			for (int i = 0; i < 20; i++) {
				shown.answered(RequestSize.SMALL, application.timeouts(), 1_000_000, false, System.nanoTime());
			}
			assertThat(application.limit(shown)).hasMillis(3333);
			application.write("taotoken.timeouts.first-token-floor=1s");
			assertThat(application.limit(shown)).hasSeconds(1);
			application.write("taotoken.timeouts.learn=false");
			assertThat(application.limit(shown)).hasSeconds(10);
			application.write("");
			assertThat(application.bean(ModelHealthTracker.class).of("a").firstTokens()).isSameAs(shown);
			assertThat(application.limit(shown)).hasMillis(3333);
			assertThat(output).doesNotContain("need a restart");
		});
	}

	@Test
	void hedgesThatFollowWhatIsLearntCannotLoseIt() {
		runner("taotoken.properties").withPropertyValues("taotoken.hedge.after=auto").run((context) -> {
			Application application = new Application(context);
			application.write("taotoken.timeouts.learn=false");
			assertThat(application.changes()).extracting(TaotokenChangedEvent::kind)
				.containsExactly(Kind.CONFIGURATION_REFUSED);
			assertThat(application.timeouts().isFirstTokenLearnt()).isTrue();
		});
	}

	@Test
	void fileIsTakenWhenTwoLooksHaveFoundTheSame() {
		run((application) -> {
			write("taotoken.model-priority=b");
			application.look();
			write("taotoken.model-priority=b,a");
			application.look();
			assertThat(application.ids(Route.DEFAULT)).containsExactly("a", "b");
			application.look();
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b", "a");
		});
	}

	@Test
	void fileThatStaysTheSameChangesNothing() {
		run((application) -> {
			application.write("taotoken.model-priority=b,a", "");
			application.write("# a remark", "taotoken.model-priority=b,a");
			application.look();
			assertThat(application.changes()).hasSize(1);
		});
	}

	@Test
	void fileComesFirstAlreadyAtStart() {
		ApplicationContextRunner runner = runner("taotoken.yml");
		write("taotoken:\n  model-priority: [x, y]\n  models:\n    '[x]':\n      weight: 3\n");
		runner.run((context) -> {
			assertThat(context.getBean(Routes.class).models()).containsExactly("x", "y", "b", "c");
			assertThat(context.getBean(Routes.class).get(Route.DEFAULT).models().get(0).weight()).isEqualTo(3);
		});
	}

	private void write(String content) {
		try {
			Files.writeString(this.file, content);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			t.yml        | taotoken: {model-priority: [x, gpt-4.1], models: {"[gpt-4.1]": {weight: 2}}}
			t.yaml       | taotoken.model-priority: x,gpt-4.1
			t.json       | {"taotoken":{"model-priority":["x","gpt-4.1"],"models":{"[gpt-4.1]":{"weight":2}}}}
			t.JSON       | {"taotoken.model-priority":"x,gpt-4.1"}
			t.properties | taotoken.model-priority=["x","gpt-4.1"]
			""")
	void formatIsToldByTheName(String name, String content) {
		ApplicationContextRunner runner = runner(name);
		write(content);
		runner.run(
				(context) -> assertThat(context.getBean(Routes.class).get(Route.DEFAULT).models()).extracting(Model::id)
					.containsExactly("x", "gpt-4.1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			t.yml        | taotoken: {api-key: secret-key-4712  | is not YAML (see line 1, column
			t.json       | {"taotoken":{"api-key":"secret-key-4712" | is not a JSON object (see line 1, column
			t.json       | ["secret-key-4712"]                  | is not a JSON object
			t.properties | server.port=secret-key-4712          | sets 'server.port', but only keys under 'taotoken'
			t.properties | taotoken.reload.interval=1s          | sets 'taotoken.reload.interval', which cannot change
			t.txt        | taotoken.model-priority=a            | must end with .properties, .yml, .yaml or .json
			t.properties | taotoken.modelpriorty=a              | [taotoken.modelpriorty]
			""")
	void wrongFileStopsTheStart(String name, String content, String message) {
		ApplicationContextRunner runner = runner(name);
		write(content);
		runner.run((context) -> {
			Throwable failure = Objects.requireNonNull(context.getStartupFailure());
			while (failure.getCause() != null) {
				failure = failure.getCause();
			}
			assertThat(failure).message().contains(message).doesNotContain("secret-key");
		});
	}

	@Test
	void wrongChangeIsRefusedAsAWholeWithTheAdviceOfTheStart(CapturedOutput output) {
		run((application) -> {
			Routes before = application.bean(CurrentRoutes.class).get();
			application.write("taotoken.model-priority=b,a", "taotoken.retry.multiplier=0.5",
					"taotoken.api-key=secret-key-4712");
			assertThat(application.bean(CurrentRoutes.class).get()).isSameAs(before);
			assertThat(application.bean(TaotokenConnectionDetails.class).apiKey()).isEqualTo("secret-key-4711");
			assertThat(application.context.getEnvironment().getProperty("taotoken.retry.multiplier")).isNull();
			TaotokenChangedEvent refusal = application.changes().get(0);
			assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION_REFUSED);
			assertThat(refusal.detail()).startsWith("'taotoken.retry.multiplier' (from file [" + this.file
					+ "] - 2:27) cannot be used."
					+ " It is 0.5, but it must be between 1 and 100. Write, for example: taotoken.retry.multiplier=2")
				.doesNotContain("\n");
			assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).singleElement()
				.asString()
				.contains("is refused, and the one before stays", refusal.detail())
				.doesNotContain("secret-key");
			application.look();
			assertThat(application.changes()).hasSize(1);
			application.write("taotoken.model-priority=b,a");
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b", "a");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "taotoken.modelpriorty=a", "taotoken.timeouts.total=soon", "taotoken.model-priority=",
			"taotoken.model-priority=${NOWHERE}", "taotoken.routes.x.strategy=fastest", "taotoken.api-key=a b",
			"taotoken.base-url=nowhere", "taotoken.health.failure-rate=7", "taotoken.http.max-connections=0",
			"taotoken.fault-mappings[0].status=1", "taotoken.console.demote-below=7", "server.port=1",
			"taotoken.reload.file=/x.yml" })
	void everyMistakeIsRefused(String line) {
		run((application) -> {
			application.write("taotoken.routes.cheap.model-priority=z", line);
			assertThat(application.changes()).singleElement()
				.extracting(TaotokenChangedEvent::kind)
				.isEqualTo(Kind.CONFIGURATION_REFUSED);
			assertThat(application.changes().get(0).detail()).contains("taotoken.").doesNotContain("cannot be bound");
			assertThat(application.ids("cheap")).containsExactly("b", "c");
		});
	}

	@Test
	void keysThatNeedARestartAreNamed(CapturedOutput output) {
		run((application) -> {
			application.write("taotoken.model-priority=b,a", "taotoken.http.max-connections=7",
					"taotoken.health.window=10s", "taotoken.timeouts.connect=1s");
			assertThat(output).contains("[taotoken.timeouts.connect, taotoken.health.window,"
					+ " taotoken.http.max-connections] have changed, too");
			assertThat(application.changes().get(0).detail()).contains("need a restart: [taotoken.timeouts.connect");
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b", "a");
		});
	}

	@Test
	void healthIsKeptByModelId() {
		run((application) -> {
			ModelHealthTracker tracker = application.bean(ModelHealthTracker.class);
			application.bean(TaotokenControl.class).disable("b");
			Objects.requireNonNull(tracker.of("a").tryAcquire()).failed(Fault.of(FaultKind.SERVER_ERROR), null);
			application.write("taotoken.model-priority=b,a,x");
			assertThat(tracker.snapshot("a").errors()).isOne();
			assertThat(tracker.snapshot("b").state()).isEqualTo(ModelState.DISABLED);
		});
	}

	@Test
	void limitsFollowAndKnowWhatWasAsked() {
		run((application) -> {
			ModelHealthTracker tracker = application.bean(ModelHealthTracker.class);
			application.write("taotoken.models.a.limits.rpm=10");
			Objects.requireNonNull(tracker.of("a").tryAcquire()).succeeded(1);
			assertThat(tracker.of("a").limitUse()).extracting(LimitUse::requestsLeft).isEqualTo(9L);
			application.write("taotoken.models.a.limits.rpm=20");
			assertThat(tracker.of("a").limitUse()).extracting(LimitUse::requestsLeft).isEqualTo(19L);
			application.write("taotoken.models.a.weight=2");
			assertThat(tracker.of("a").limitUse()).isNull();
		});
	}

	@Test
	void limitsHoldForModelsThatOnlyRequestsNameAtAnEntry() {
		runner("entries.properties")
			.withPropertyValues("taotoken.entries.plan.base-url=https://plan.example.com/v1",
					"taotoken.entries.plan.models=a,b", "taotoken.entries.free.base-url=https://free.example.com/v1",
					"taotoken.entries.free.models=b,c", "taotoken.models.a.limits.rpm=10")
			.run((context) -> {
				Application application = new Application(context);
				ModelHealthTracker tracker = application.bean(ModelHealthTracker.class);
				application.bean(FailoverExecutor.class);
				assertThat(tracker.of("a@free").limitUse()).extracting(LimitUse::requestsLeft).isEqualTo(10L);
				assertThat(tracker.of("b@free").limitUse()).isNull();
				application.write("taotoken.models.a.limits.rpm=20");
				assertThat(tracker.of("a@free").limitUse()).extracting(LimitUse::requestsLeft).isEqualTo(20L);
			});
	}

	@Test
	void healthSettingsFollow() {
		run((application) -> {
			application.write("taotoken.health.minimum-calls=1");
			ModelHealthTracker tracker = application.bean(ModelHealthTracker.class);
			Objects.requireNonNull(tracker.of("a").tryAcquire()).failed(Fault.of(FaultKind.SERVER_ERROR), null);
			assertThat(tracker.snapshot("a").state()).isEqualTo(ModelState.COOLING_DOWN);
		});
	}

	@Test
	void keyAndUrlAreReplacedTogether() {
		run((application) -> {
			TaotokenConnectionDetails connection = application.bean(TaotokenConnectionDetails.class);
			application.write("taotoken.base-url=http://other:1/x", "taotoken.api-key=secret-key-4712");
			assertThat(connection.current().baseUrl()).hasToString("http://other:1/x");
			assertThat(connection.current().apiKey()).isEqualTo("secret-key-4712");
		});
	}

	@Test
	void orderSetByHandStaysWhileTheListIsTheSame() {
		run((application) -> {
			application.bean(TaotokenControl.class).setOrder(Route.DEFAULT, List.of("b"));
			application.bean(TaotokenControl.class).setOrder("cheap", List.of("c"));
			application.write("taotoken.routes.cheap.model-priority=b,c,d");
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b", "a");
			assertThat(application.ids("cheap")).containsExactly("b", "c", "d");
		});
	}

	@Test
	void listOfARouteThatDiffersIsAnEvent() {
		run((application) -> {
			application.write("taotoken.model-priority=b", "taotoken.models.c.weight=7");
			application.write("taotoken.model-priority=b", "taotoken.models.c.weight=8");
			application.write("taotoken.model-priority=b,b");
			assertThat(application.changes()).extracting(TaotokenChangedEvent::kind)
				.containsExactly(Kind.CONFIGURATION_REFUSED, Kind.CONFIGURATION_RELOADED, Kind.CONFIGURATION_RELOADED);
			assertThat(application.priorities()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
				.containsExactly(new PriorityChangedEvent(Route.DEFAULT, List.of("a", "b"), List.of("b"), Cause.RELOAD,
						null, Instant.EPOCH));
		});
	}

	@Test
	void whoHearsOfANewListReadsTheNewConfiguration() {
		run((application) -> {
			application.write("taotoken.model-priority=b");
			assertThat(application.bean(Priorities.class).configured).containsExactly(List.of("b"));
		});
	}

	@Test
	void missingFileIsWarnedOfOnceAndTheConfigurationStays(CapturedOutput output) {
		run((application) -> {
			assertThat(output).contains("is not there; the application starts without it");
			application.write("taotoken.model-priority=b,a", "");
			delete();
			application.look();
			application.look();
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b", "a");
			assertThat(output.getOut().split("cannot be read any longer")).hasSize(2);
			application.write("taotoken.model-priority=b", "");
			assertThat(application.ids(Route.DEFAULT)).containsExactly("b");
		});
	}

	private void delete() {
		try {
			Files.delete(this.file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void routesOfTheApplicationsOwnAreLeftAlone() {
		runner("taotoken.properties")
			.withBean("ownRoutes", Routes.class, () -> new Routes(List.of(Route.of(Route.DEFAULT, "own"))))
			.run((context) -> {
				Application application = new Application(context);
				application.write("taotoken.model-priority=b,a", "taotoken.api-key=secret-key-4712");
				assertThat(application.ids(Route.DEFAULT)).containsExactly("own");
				assertThat(application.bean(TaotokenConnectionDetails.class).apiKey()).isEqualTo("secret-key-4712");
			});
	}

	@Test
	void routesOfTheApplicationsOwnNeedNoneInTheConfiguration() {
		runner("taotoken.properties")
			.withPropertyValues("taotoken.model-priority=", "taotoken.routes.cheap.model-priority=")
			.withBean("ownRoutes", Routes.class, () -> new Routes(List.of(Route.of(Route.DEFAULT, "own"))))
			.run((context) -> {
				Application application = new Application(context);
				application.write("taotoken.api-key=secret-key-4712");
				assertThat(application.bean(TaotokenConnectionDetails.class).apiKey()).isEqualTo("secret-key-4712");
			});
	}

	@Test
	void environmentIsReadAgainWhenAskedTo() {
		run((application) -> {
			assertThat(application.bean(ConfigurationReload.class).reload("test")).isFalse();
			application.context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("changed", new HashMap<>(Map.of("taotoken.model-priority", "c"))));
			assertThat(application.bean(ConfigurationReload.class).reload("test")).isTrue();
			assertThat(application.ids(Route.DEFAULT)).containsExactly("c");
			assertThat(application.bean(ConfigurationReload.class).current().getModelPriority()).containsExactly("c");
		});
	}

	@Test
	void watcherLooksByItselfAndStopsWithTheApplication() {
		List<Thread> watchers = new ArrayList<>();
		run((application) -> {
			assertThat(application.bean(ReloadWatcher.class).isRunning()).isTrue();
			Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals("taotoken-reload") && thread.isDaemon())
				.forEach(watchers::add);
			assertThat(watchers).isNotEmpty();
		});
		assertThat(watchers).allSatisfy((thread) -> {
			thread.join(Duration.ofSeconds(10).toMillis());
			assertThat(thread.isAlive()).isFalse();
		});
	}

	@Test
	void nothingEndsTheThreadThatLooks() throws Exception {
		run((application) -> {
			AtomicInteger rounds = new AtomicInteger();
			TimeSource failing = new TimeSource() {

				@Override
				public long nanoTime() {
					return 0;
				}

				@Override
				public Instant instant() {
					return Instant.EPOCH;
				}

				@Override
				public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
					if (rounds.incrementAndGet() % 2 == 1) {
						throw new StackOverflowError();
					}
					return signal.await(1, TimeUnit.MILLISECONDS);
				}

			};
			ReloadWatcher watcher = new ReloadWatcher(ReloadFile.of(this.file.toString()), Duration.ofMillis(1),
					application.bean(ConfigurationReload.class), failing);
			watcher.start();
			try {
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rounds.get() > 5);
				assertThat(watcher.isRunning()).isTrue();
			}
			finally {
				watcher.stop();
			}
			assertThat(watcher.isRunning()).isFalse();
			watcher.start();
			assertThat(watcher.isRunning()).isTrue();
			watcher.stop();
		});
	}

	@Test
	void noFileMeansNoWatcher() {
		new ApplicationContextRunner().withInitializer(new ReloadFileInitializer())
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a")
			.run((context) -> assertThat(context).doesNotHaveBean(ReloadWatcher.class)
				.hasSingleBean(ConfigurationReload.class));
	}

	@Test
	void absurdIntervalStopsTheStart() {
		runner("taotoken.properties").withPropertyValues("taotoken.reload.interval=0s")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.message()
				.contains("'taotoken.reload.interval' cannot be used"));
		assertThatExceptionOfType(InvalidTaotokenConfigurationException.class)
			.isThrownBy(() -> ReloadFile.of("${NOWHERE}/x.yml"));
	}

	static class Priorities {

		private final List<PriorityChangedEvent> heard = new ArrayList<>();

		private final List<List<String>> configured = new ArrayList<>();

		private final ObjectProvider<ConfigurationReload> reload;

		Priorities(ObjectProvider<ConfigurationReload> reload) {
			this.reload = reload;
		}

		@EventListener
		void changed(PriorityChangedEvent event) {
			this.heard.add(event);
			this.configured.add(this.reload.getObject().current().getModelPriority());
		}

	}

}
