package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import io.lettuce.core.resource.ClientResources;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a Redis in trouble does to instances: nothing but that they decide by
 * themselves.
 */
@EnabledIf(value = "net.taotoken.failover.fleet.TestRedis#isInstalled", disabledReason = "no redis-server on the path")
class RedisTroublesTests {

	private static final Fault OVERLOADED = Fault.of(FaultKind.OVERLOADED);

	/** Far less than the half minute after which all is read anyway. */
	private static final Duration SOON = Duration.ofSeconds(15);

	private final ClientResources threads = ClientResources.create();

	private final List<Instance> instances = new ArrayList<>();

	private TestRedis.Process redis;

	RedisTroublesTests() throws Exception {
		this.redis = new TestRedis.Process();
	}

	@BeforeEach
	void start() throws Exception {
		this.redis.start();
	}

	@AfterEach
	void stop() {
		this.instances.forEach(Instance::close);
		this.redis.close();
		this.threads.shutdown();
	}

	private Instance join(String name) {
		Instance instance = join(name, new RedisStandaloneConfiguration("127.0.0.1", this.redis.port()));
		await("connected", instance::isConnected);
		return instance;
	}

	private Instance join(String name, RedisStandaloneConfiguration server) {
		Instance instance = new Instance(name, server, this.threads);
		this.instances.add(instance);
		return instance;
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(SOON).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	@Test
	void redisThatWasKilledIsToldAgainWhenItIsBack() throws Exception {
		Instance one = join("one");
		Instance other = join("other");
		this.redis.kill();
		one.fails("m");
		await("the loss is seen", () -> !one.isConnected());
		assertThat(other.isHealthy("m")).isTrue();
		this.redis.start();
		await("told", () -> !other.isHealthy("m"));
		other.recovers("m");
		await("heard again after both have connected again", () -> one.isHealthy("m"));
	}

	@Test
	void redisThatComesLateIsFound() throws Exception {
		this.redis.kill();
		Instance one = join("one", new RedisStandaloneConfiguration("127.0.0.1", this.redis.port()));
		one.fails("m");
		this.redis.start();
		await("connected", one::isConnected);
		assertThat(join("late").isHealthy("m")).isFalse();
	}

	@Test
	void redisThatHangsHoldsNobodyUpAndNothingStaleIsTold() throws Exception {
		Instance one = join("one");
		Instance other = join("other");
		this.redis.pause();
		one.fails("m");
		await("the loss is seen", () -> !one.isConnected());
		assertThat(one.requestProbe("n")).isEqualTo(Duration.ZERO);
		one.recovers("m");
		one.fails("n");
		this.redis.resume();
		await("told", () -> !other.isHealthy("n"));
		await("what is past is not told, or taken back", () -> other.isHealthy("m"));
	}

	@Test
	void wrongPasswordIsNoReasonToFail() throws Exception {
		this.redis.close();
		this.redis = new TestRedis.Process("--requirepass", "right").start();
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", this.redis.port());
		server.setPassword(RedisPassword.of("wrong"));
		Instance one = join("one", server);
		one.fails("m");
		assertThat(one.requestProbe("n")).isEqualTo(Duration.ZERO);
		assertThat(one.isConnected()).isFalse();
	}

	@Test
	void redisThatWasEmptiedIsFilledAgain() {
		Instance one = join("one");
		one.fails("m");
		await("sent", () -> one.shared.snapshot().sent() == 1);
		try (var connection = one.factory.getConnection()) {
			connection.serverCommands().flushAll();
		}
		one.shared.stop();
		one.shared.start();
		await("told again", () -> one.shared.snapshot().sent() == 2);
		assertThat(join("late").isHealthy("m")).isFalse();
	}

	private static final class Instance implements AutoCloseable {

		private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(),
				TimeSource.system(), List.of());

		private final LettuceConnectionFactory factory;

		private final RedisSharedHealth shared;

		Instance(String name, RedisStandaloneConfiguration server, ClientResources threads) {
			this.factory = new LettuceConnectionFactory(server,
					LettuceClientConfiguration.builder().clientResources(threads).build());
			this.factory.afterPropertiesSet();
			this.tracker.keep(Set.of("m", "n"));
			this.shared = new RedisSharedHealth(new FleetSettings("shop", name, Set.of(FaultKind.OVERLOADED), 2),
					this.factory, this.tracker, () -> Set.of("m", "n"), TimeSource.system());
			this.tracker.share(this.shared);
			this.shared.start();
		}

		void fails(String model) {
			requireNonNull(this.tracker.of(model).tryAcquire()).failed(OVERLOADED, Duration.ofMinutes(1));
		}

		void recovers(String model) {
			this.tracker.of(model).acquireAnyway().succeeded(1);
		}

		boolean isHealthy(String model) {
			return this.tracker.snapshot(model).isHealthy();
		}

		boolean isConnected() {
			return this.shared.snapshot().connectedSince() != null;
		}

		Duration requestProbe(String model) throws InterruptedException {
			var answers = new java.util.concurrent.LinkedBlockingQueue<Duration>();
			this.shared.requestProbe(model, answers::add);
			return requireNonNull(answers.poll(20, java.util.concurrent.TimeUnit.SECONDS));
		}

		@Override
		public void close() {
			this.shared.stop();
			this.factory.destroy();
		}

	}

}
