package net.taotoken.failover.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a Redis in trouble does to instances: nothing but that they decide by
 * themselves.
 */
@EnabledIf(value = "net.taotoken.failover.fleet.TestRedis#isInstalled", disabledReason = "no redis-server on the path")
class RedisTroublesTests {

	/** Far less than the half minute after which all is read anyway. */
	private static final Duration SOON = Duration.ofSeconds(15);

	private final ClientResources threads = ClientResources.create();

	private final List<FleetInstance> instances = new ArrayList<>();

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
		this.instances.forEach(FleetInstance::close);
		this.redis.close();
		this.threads.shutdown();
	}

	private FleetInstance join(String name) {
		FleetInstance instance = join(name, new RedisStandaloneConfiguration("127.0.0.1", this.redis.port()));
		await("connected", instance::isConnected);
		return instance;
	}

	private FleetInstance join(String name, RedisStandaloneConfiguration server) {
		FleetInstance instance = new FleetInstance(name, server, this.threads);
		this.instances.add(instance);
		return instance;
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(SOON).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	@Test
	void callsGoOnWithAHealthyRedis() throws Exception {
		FleetInstance one = join("one");
		FleetInstance other = join("other");
		OngoingCalls.during("no trouble", one, () -> {
			await("some news", () -> other.snapshot().received() >= 4);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void redisThatWasEndedIsToldAgainWhenItIsBack(boolean killed) throws Exception {
		FleetInstance one = join("one");
		FleetInstance other = join("other");
		OngoingCalls.during(killed ? "killed" : "stopped", one, () -> {
			if (killed) {
				this.redis.kill();
			}
			else {
				this.redis.stop();
			}
			one.fails("m");
			await("the loss is seen", () -> !one.isConnected());
			assertThat(other.isHealthy("m")).isTrue();
			this.redis.start();
			await("told", () -> !other.isHealthy("m"));
			other.recovers("m");
			await("heard again after both have connected again", () -> one.isHealthy("m"));
		});
	}

	@Test
	void redisThatComesLateIsFound() throws Exception {
		this.redis.kill();
		FleetInstance one = join("one", new RedisStandaloneConfiguration("127.0.0.1", this.redis.port()));
		OngoingCalls.during("absent at the start", one, () -> {
			one.fails("m");
			this.redis.start();
			await("connected", one::isConnected);
			assertThat(join("late").isHealthy("m")).isFalse();
		});
	}

	@Test
	void redisThatHangsHoldsNobodyUpAndNothingStaleIsTold() throws Exception {
		FleetInstance one = join("one");
		FleetInstance other = join("other");
		OngoingCalls.during("paused", one, () -> {
			this.redis.pause();
			one.fails("m");
			await("the loss is seen", () -> !one.isConnected());
			assertThat(one.requestProbe("n")).isEqualTo(Duration.ZERO);
			one.recovers("m");
			one.fails("n");
			this.redis.resume();
			await("told", () -> !other.isHealthy("n"));
			await("what is past is not told, or taken back", () -> other.isHealthy("m"));
		});
	}

	@Test
	void redisThatIsSlowTellsLaterAndHoldsNobodyUp() throws Exception {
		FleetInstance one = join("one");
		FleetInstance other = join("other");
		try (BusyRedis busy = new BusyRedis()) {
			await("busy", () -> busy.busy);
			OngoingCalls.during("slow", one, () -> {
				one.fails("m");
				await("told", () -> !other.isHealthy("m"));
				one.recovers("m");
				await("back", () -> other.isHealthy("m"));
			});
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void instanceLeavesWhileAScriptHangs(CapturedOutput log) throws Exception {
		FleetInstance one = join("one");
		int before = log.getAll().length();
		this.redis.pause();
		one.fails("m");
		await("it waits for an answer", () -> fleetThreads().anyMatch((thread) -> Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(LettuceFleetRedis.class.getName()))));
		one.leave();
		await("its thread ends", () -> fleetThreads().findAny().isEmpty());
		assertThat(one.isConnected()).isFalse();
		assertThat(log.getAll().substring(before).lines()).as("on a busy machine it may have seen the loss before")
			.allMatch((line) -> line.contains("Model m is out") || line.contains("Redis does not answer"));
		this.redis.resume();
		one.join();
		await("it can join again", one::isConnected);
	}

	private static Stream<Thread> fleetThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("taotoken-fleet"));
	}

	@Test
	void wrongPasswordIsNoReasonToFail() throws Exception {
		this.redis.close();
		this.redis = new TestRedis.Process("--requirepass", "right").start();
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", this.redis.port());
		server.setPassword(RedisPassword.of("wrong"));
		FleetInstance one = join("one", server);
		OngoingCalls.during("wrong password", one, () -> {
			one.fails("m");
			assertThat(one.requestProbe("n")).isEqualTo(Duration.ZERO);
			assertThat(one.isConnected()).isFalse();
		});
	}

	@Test
	void redisThatWasEmptiedIsFilledAgain() throws Exception {
		FleetInstance one = join("one");
		one.fails("m");
		await("sent", () -> one.snapshot().sent() == 1);
		byte[] key = new FleetKeys("shop").out("m").getBytes(StandardCharsets.UTF_8);
		try (RedisConnection connection = one.factory().getConnection()) {
			OngoingCalls.during("emptied", one, () -> {
				connection.serverCommands().flushAll();
				one.leave();
				one.join();
				await("told again", () -> connection.keyCommands().exists(key));
			});
		}
		assertThat(join("late").isHealthy("m")).isFalse();
	}

	/** Lets nothing pass for a fifth of a second each time. */
	private final class BusyRedis implements AutoCloseable {

		private final RedisClient client = RedisClient.create(RedisTroublesTests.this.threads,
				RedisURI.create("127.0.0.1", RedisTroublesTests.this.redis.port()));

		private final Thread thread = new Thread(this::run);

		private volatile boolean ended;

		private volatile boolean busy;

		BusyRedis() {
			this.thread.start();
		}

		private void run() {
			try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
				while (!this.ended) {
					connection.sync().clientPause(200);
					this.busy = true;
					connection.sync().ping();
				}
			}
		}

		@Override
		public void close() {
			this.ended = true;
			Awaitility.await("the last script ends").until(() -> !this.thread.isAlive());
			this.client.shutdown();
		}

	}

}
