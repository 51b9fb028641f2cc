package net.taotoken.failover.console;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.event.ModelDemotedEvent;
import net.taotoken.failover.event.ModelRestoredEvent;
import net.taotoken.failover.event.QuotaLowEvent;
import net.taotoken.failover.health.Demotions;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.route.RoutingStrategy;
import net.taotoken.failover.time.ManualTime;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ConsoleSyncTests {

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final CurrentRoutes routes = new CurrentRoutes(new Routes(List.of(Route.of(Route.DEFAULT, "a", "b", "c"))));

	private final Map<String, ModelStatusSource> sources = new LinkedHashMap<>();

	private final List<Object> events = new ArrayList<>();

	private final List<String> read = new ArrayList<>();

	private ConsoleSync sync(TimeSource time, long random) {
		return new ConsoleSync(this.sources, this.routes, new Demotions(this.tracker), new ConsoleSettings(0.1, 5.0),
				time, () -> random, this.events::add);
	}

	private ConsoleSync sync() {
		return sync(this.time, 0);
	}

	private @Nullable String reason(String model) {
		return this.tracker.snapshot(model).demotedBecause();
	}

	private static StatusReport quota(double fraction) {
		return StatusReport.of(Map.of("a", ModelStatus.up().withQuota(Quota.ofFraction(fraction))));
	}

	@Test
	void modelThatIsLowOnQuotaMovesBackAndComesBackWithMoreThanTheThreshold(CapturedOutput output) {
		double[] quota = { 0 };
		this.sources.put("console", (models) -> quota(quota[0]));
		ConsoleSync sync = sync();
		List<Boolean> story = new ArrayList<>();
		for (double left : new double[] { 0.5, 0.101, 0.1, 0.099, 0.12, 0.1499, 0.1501, 0.12, 0.0999, 0.2 }) {
			quota[0] = left;
			sync.sync();
			story.add(reason("a") != null);
		}
		assertThat(story).containsExactly(false, false, false, true, true, true, false, false, true, false);
		assertThat(this.events).containsExactly(new QuotaLowEvent("a", 0.099, 1.0, 0.1, this.time.instant()),
				new ModelDemotedEvent("a", "9.9% of its quota is left", this.time.instant()),
				new ModelRestoredEvent("a", this.time.instant()),
				new QuotaLowEvent("a", 0.0999, 1.0, 0.1, this.time.instant()),
				new ModelDemotedEvent("a", "9.9% of its quota is left", this.time.instant()),
				new ModelRestoredEvent("a", this.time.instant()));
		assertThat(output).contains("Model a is back in its place",
				"Model a is asked after all others: 9.9% of its quota is left");
	}

	@ParameterizedTest
	@EnumSource
	void demotedModelIsLastWithEveryStrategy(RoutingStrategy strategy) {
		this.sources.put("console", (models) -> quota(0.01));
		Route route = this.routes.get().get(Route.DEFAULT).withStrategy(strategy);
		FailoverExecutor executor = new FailoverExecutor(this.tracker, List.of(), List.of(), this.time, () -> 4711);
		ConsoleSync sync = sync();
		sync.sync();
		assertThat(executor.inOrder(route)).map(Model::id).hasSize(3).last().isEqualTo("a");
	}

	@Test
	void modelIsDemotedIfAnySourceSaysSo() {
		boolean[] listed = { false };
		this.sources.put("models",
				(models) -> StatusReport.of(Map.of("a", listed[0] ? ModelStatus.up() : ModelStatus.down("gone"))));
		this.sources.put("console", (models) -> quota(0.05));
		ConsoleSync sync = sync();
		sync.sync();
		assertThat(reason("a")).isEqualTo("gone; 5% of its quota is left");
		listed[0] = true;
		sync.sync();
		assertThat(reason("a")).isEqualTo("5% of its quota is left");
		assertThat(this.events).filteredOn(ModelDemotedEvent.class::isInstance).hasSize(1);
	}

	@Test
	void lowBalanceIsToldOnceUntilThereIsClearlyMore(CapturedOutput output) {
		double[] balance = { 0 };
		this.sources.put("balance", (models) -> StatusReport.of(new AccountStatus(balance[0], 20.0)));
		ConsoleSync sync = sync();
		List<Boolean> low = new ArrayList<>();
		for (double left : new double[] { 5, 4.999, 3, 5.9, 6, 4 }) {
			balance[0] = left;
			sync.sync();
			low.add(sync.snapshot().sources().get(0).balanceLow());
		}
		assertThat(low).containsExactly(false, true, true, true, false, true);
		assertThat(this.events).containsExactly(new QuotaLowEvent(null, 4.999, 20.0, 5, this.time.instant()),
				new QuotaLowEvent(null, 4, 20.0, 5, this.time.instant()));
		assertThat(output).contains("The balance is low: 4.0 is left, which is less than 5.0");
		assertThat(sync.snapshot().sources().get(0).balance()).isEqualTo(4);
	}

	@Test
	void failureIsToldOnceAndLeavesTheModelsWhereTheyAre(CapturedOutput output) {
		boolean[] fails = { false };
		this.sources.put("console", (models) -> {
			if (fails[0]) {
				throw new IllegalStateException("Bearer " + Consoles.KEY);
			}
			return quota(0.05);
		});
		ConsoleSync sync = sync();
		sync.sync();
		fails[0] = true;
		this.time.advance(Duration.ofSeconds(60));
		sync.sync();
		this.time.advance(Duration.ofSeconds(60));
		sync.sync();
		assertThat(output).containsOnlyOnce("Console: console fails, calls go on: IllegalStateException")
			.doesNotContain(Consoles.KEY);
		assertThat(reason("a")).isNotNull();
		ConsoleSnapshot.Source source = sync.snapshot().sources().get(0);
		assertThat(source.problem()).isEqualTo("IllegalStateException");
		assertThat(source.lastSync()).isEqualTo(this.time.instant().minusSeconds(120));
		assertThat(source.failingSince()).isEqualTo(this.time.instant().minusSeconds(60));
		fails[0] = false;
		sync.sync();
		assertThat(output).containsOnlyOnce("Console: console works again after 60 s");
		assertThat(sync.snapshot().sources().get(0).failingSince()).isNull();
	}

	@Test
	void whatASourceSaidIsForgottenWhenItFailsForLong() {
		boolean[] fails = { false };
		this.sources.put("console", (models) -> {
			if (fails[0]) {
				throw new IllegalStateException();
			}
			return quota(0.05);
		});
		ConsoleSync sync = sync();
		sync.sync();
		fails[0] = true;
		this.time.advance(Duration.ofHours(1));
		sync.sync();
		assertThat(reason("a")).isNotNull();
		this.time.advance(Duration.ofSeconds(1));
		sync.sync();
		assertThat(reason("a")).isNull();
	}

	static Stream<Throwable> whatOthersThrow() {
		return Stream.of(new StackOverflowError(), new AssertionError(), new OutOfMemoryError(),
				new NoClassDefFoundError(), new IllegalStateException(), new IOException(), new Throwable());
	}

	@ParameterizedTest
	@MethodSource("whatOthersThrow")
	@SuppressWarnings("NullAway") // a source that keeps to no contract
	void sourceThatFailsDoesNotKeepTheOthersFromBeingRead(Throwable failure) {
		this.sources.put("broken", (models) -> {
			throw ConsoleSyncTests.<RuntimeException>sneaky(failure);
		});
		this.sources.put("empty", (models) -> null);
		this.sources.put("console", (models) -> quota(0.05));
		ConsoleSync sync = sync();
		sync.sync();
		assertThat(reason("a")).isNotNull();
		assertThat(sync.snapshot().sources().get(0).problem()).isEqualTo(failure.getClass().getSimpleName());
	}

	@Test
	void logShowsWhereASourceFailedAndNotWhatItsExceptionSays(CapturedOutput output) {
		Logger logger = (Logger) LoggerFactory.getLogger(SourceSync.class);
		logger.setLevel(Level.DEBUG);
		try {
			this.sources.put("own", (models) -> {
				throw new IllegalStateException("401 for sk-Zq7TopSecretKey", new IOException("sk-Zq7TopSecretKey"));
			});
			sync().sync();
		}
		finally {
			logger.setLevel(null);
		}
		assertThat(output.getAll()).contains("IllegalStateException").contains("at " + getClass().getName());
		assertThat(output.getAll()).doesNotContain("sk-Zq7TopSecretKey");
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

	@ParameterizedTest
	@MethodSource("whatOthersThrow")
	void listenerThatThrowsHarmsNobody(Throwable failure) {
		this.sources.put("console", (models) -> quota(0.05));
		ConsoleSync sync = new ConsoleSync(this.sources, this.routes, new Demotions(this.tracker),
				new ConsoleSettings(0.1, null), this.time, () -> 0, (event) -> {
					throw ConsoleSyncTests.<RuntimeException>sneaky(failure);
				});
		sync.sync();
		assertThat(reason("a")).isNotNull();
		assertThat(sync.snapshot().sources().get(0).failingSince()).isNull();
	}

	@Test
	void modelsOfTheRoutesThatHoldNowAreAskedFor() {
		List<Set<String>> asked = new ArrayList<>();
		this.sources.put("console", (models) -> {
			asked.add(models);
			Map<String, ModelStatus> report = new LinkedHashMap<>();
			models.forEach((model) -> report.put(model, ModelStatus.down("gone")));
			return StatusReport.of(report);
		});
		ConsoleSync sync = sync();
		sync.sync();
		this.routes.change((routes) -> new Routes(List.of(Route.of(Route.DEFAULT, "c", "d"))));
		sync.sync();
		assertThat(asked).containsExactly(Set.of("a", "b", "c"), Set.of("c", "d"));
		assertThat(reason("a")).isNull();
		assertThat(reason("d")).isEqualTo("gone");
	}

	@Test
	void eachSourceIsReadInItsOwnInterval() {
		this.sources.put("fast", named("fast", Duration.ofSeconds(10), 0));
		this.sources.put("slow", named("slow", Duration.ofSeconds(25), 0));
		ConsoleSync sync = sync();
		Duration wait = sync.syncDue();
		assertThat(this.read).containsExactly("fast", "slow");
		while (this.read.size() < 6) {
			this.time.advance(wait);
			this.read.add(this.time.elapsed().toSeconds() + "s");
			wait = sync.syncDue();
		}
		assertThat(this.read).containsExactly("fast", "slow", "10s", "fast", "20s", "fast");
		assertThat(wait).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void jitterSpreadsTheInterval() {
		this.sources.put("console", named("console", Duration.ofSeconds(10), 0.2));
		assertThat(sync(this.time, 0).syncDue()).isEqualTo(Duration.ofSeconds(8));
		assertThat(sync(this.time, -1L).syncDue()).isBetween(Duration.ofMillis(11999), Duration.ofSeconds(12));
	}

	@Test
	void intervalIsNeverShorterThanASecond() {
		this.sources.put("console", named("console", Duration.ZERO, 0));
		assertThat(sync().syncDue()).isEqualTo(Duration.ofSeconds(1));
	}

	private ModelStatusSource named(String name, Duration interval, double jitter) {
		return new ModelStatusSource() {

			@Override
			public StatusReport read(Set<String> models) {
				ConsoleSyncTests.this.read.add(name);
				return StatusReport.of(Map.of());
			}

			@Override
			public Duration interval() {
				return interval;
			}

			@Override
			public double jitter() {
				return jitter;
			}

		};
	}

	@Test
	void oneDaemonThreadReadsBetweenStartAndStop() throws InterruptedException {
		CountDownLatch entered = new CountDownLatch(1);
		Thread[] thread = new Thread[1];
		this.sources.put("console", (models) -> {
			thread[0] = Thread.currentThread();
			entered.countDown();
			new CountDownLatch(1).await();
			return quota(1);
		});
		ConsoleSync sync = sync(TimeSource.system(), 0);
		assertThat(sync.isRunning()).isFalse();
		sync.start();
		sync.start();
		assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(sync.isRunning()).isTrue();
		assertThat(thread[0].isDaemon()).isTrue();
		assertThat(thread[0].getName()).isEqualTo("taotoken-console");
		sync.stop();
		thread[0].join(30_000);
		assertThat(thread[0].isAlive()).isFalse();
		assertThat(sync.isRunning()).isFalse();
		assertThat(sync.snapshot().sources().get(0).failingSince()).isNull();
	}

	@Test
	void itCanBeStartedAgain() throws InterruptedException {
		CountDownLatch twice = new CountDownLatch(2);
		this.sources.put("console", new ModelStatusSource() {

			@Override
			public StatusReport read(Set<String> models) {
				twice.countDown();
				return quota(1);
			}

			@Override
			public Duration interval() {
				return Duration.ofSeconds(1);
			}

		});
		ConsoleSync sync = sync(TimeSource.system(), 0);
		sync.start();
		sync.stop();
		sync.start();
		assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
		sync.stop();
	}

	@Test
	void withoutSourcesNothingIsStarted() {
		ConsoleSync sync = sync(TimeSource.system(), 0);
		sync.start();
		assertThat(sync.isRunning()).isFalse();
	}

}
