package net.taotoken.failover.fleet;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fleet.FleetRedis.Vote;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisSharedHealth} over sockets, with the Redis of this machine, too,
 * where there is one.
 */
@ParameterizedClass
@MethodSource("servers")
class RedisSharedHealthTests {

	private static final Fault OVERLOADED = Fault.of(FaultKind.OVERLOADED);

	private static final Fault TIMEOUT = Fault.of(FaultKind.TIMEOUT);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final TestRedis redis;

	private final List<Instance> instances = new ArrayList<>();

	RedisSharedHealthTests(Callable<TestRedis> server) throws Exception {
		this.redis = server.call();
	}

	static List<Named<Callable<TestRedis>>> servers() {
		Named<Callable<TestRedis>> inProcess = Named.of("in this JVM", TestRedis.InProcess::new);
		Named<Callable<TestRedis>> installed = Named.of("installed", () -> new TestRedis.Process().start());
		return TestRedis.isInstalled() ? List.of(inProcess, installed) : List.of(inProcess);
	}

	@AfterEach
	void stop() {
		this.instances.forEach(Instance::close);
		this.redis.close();
	}

	private static void awaitTrue(String what, Callable<Boolean> condition) {
		Awaitility.await(what).pollInterval(Duration.ofMillis(2)).until(condition);
	}

	private Instance join(String name) throws InterruptedException {
		Instance instance = new Instance(name, this.redis.factory());
		this.instances.add(instance);
		awaitTrue("connected", () -> instance.shared.snapshot().connectedSince() != null);
		return instance;
	}

	@Test
	void whatOneFindsOutAllKnow() throws InterruptedException {
		Instance one = join("one");
		Instance other = join("other");
		one.fails("m", OVERLOADED);
		awaitTrue("out", () -> !other.isHealthy("m"));
		assertThat(other.tracker.snapshot("m").coolDownRemaining()).isBetween(Duration.ofSeconds(50), MINUTE);
		assertThat(other.tracker.snapshot("m").errors()).isZero();
		one.recovers("m");
		awaitTrue("back", () -> other.isHealthy("m"));
		assertThat(other.shared.snapshot().received()).isEqualTo(2);
	}

	@Test
	void instanceThatStartsLaterReadsWhatIsOut() throws InterruptedException {
		Instance one = join("one");
		one.fails("m", OVERLOADED);
		awaitTrue("sent", () -> one.shared.snapshot().sent() == 1);
		assertThat(join("late").isHealthy("m")).isFalse();
	}

	@Test
	void whatMayBeDueToTheWayToAServerIsNotTold() throws InterruptedException {
		Instance one = join("one");
		one.fails("m", TIMEOUT);
		one.fails("n", OVERLOADED);
		awaitTrue("sent", () -> one.shared.snapshot().sent() == 1);
		Instance late = join("late");
		assertThat(late.isHealthy("m")).isTrue();
		assertThat(late.isHealthy("n")).isFalse();
	}

	@Test
	void whatMayBeDueToTheWayToAServerIsToldByTwo() throws InterruptedException {
		Instance one = join("one");
		Instance other = join("other");
		Instance third = join("third");
		one.fails("m", TIMEOUT);
		other.fails("m", TIMEOUT);
		awaitTrue("out", () -> !third.isHealthy("m"));
		assertThat(third.shared.snapshot().reports()).singleElement().satisfies((report) -> {
			assertThat(report.instance().split(" and ")).containsExactlyInAnyOrder("one", "other");
			assertThat(report.remaining()).isBetween(Duration.ofSeconds(50), MINUTE);
		});
		awaitTrue("heard by one of the two",
				() -> one.shared.snapshot().received() + other.shared.snapshot().received() > 0);
		third.recovers("m");
		awaitTrue("back", () -> one.tracker.of("m").isBackElsewhere() && other.tracker.of("m").isBackElsewhere());
	}

	@Test
	void votesAreCountedOncePerInstanceWithinTheirTime() {
		LettuceConnectionFactory factory = this.redis.factory();
		String timeOut = ModelOutage.write(TIMEOUT);
		try (FleetRedis one = member("one", factory, 3);
				FleetRedis other = member("other", factory, 3);
				FleetRedis third = member("third", factory, 3)) {
			Awaitility.await().ignoreExceptions().until(() -> one.time() > 0);
			long end = one.time() + 60_000;
			assertThat(one.vote("m", "m", one.time(), end, timeOut)).isEqualTo(Vote.ALONE);
			assertThat(one.vote("m", "m", one.time(), end + 5_000, timeOut)).isEqualTo(Vote.ALONE);
			assertThat(other.vote("m", "m", one.time(), end, timeOut)).isEqualTo(Vote.ALONE);
			assertThat(third.vote("m", "m", one.time(), one.time() - 1, timeOut)).as("past").isEqualTo(Vote.ALONE);
			assertThat(third.vote("n", "n", one.time(), end, timeOut)).as("another model").isEqualTo(Vote.ALONE);
			assertThat(one.outages(List.of("m"))).containsOnlyNulls();
			assertThat(third.vote("m", "m", one.time(), end, timeOut)).isEqualTo(Vote.TOLD);
			assertThat(one.outages(List.of("m")))
				.containsExactly("1 " + end + " timeout model chosen third,other,one m");
			assertThat(one.vote("m", "m", one.time(), end + 50, timeOut)).isEqualTo(Vote.KNOWN);
			assertThat(one.vote("m", "m", one.time(), end + 5_000, timeOut)).isEqualTo(Vote.TOLD);
			assertThat(one.vote("m", "m", one.time(), end + 3_600_000, timeOut)).isEqualTo(Vote.TOLD);
			assertThat(other.vote("m", "m", one.time(), end, timeOut)).as("the clock was set back")
				.isEqualTo(Vote.TOLD);
			other.back("m", "@");
			assertThat(one.outages(List.of("m"))).containsOnlyNulls();
			assertThat(third.vote("m", "m", one.time(), end, timeOut)).isEqualTo(Vote.ALONE);
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void whatIsNoTextInRedisStopsNobody() {
		LettuceConnectionFactory factory = this.redis.factory();
		FleetKeys keys = new FleetKeys("shop");
		try (FleetRedis one = member("one", factory, 2); FleetRedis other = member("other", factory, 2)) {
			Awaitility.await().ignoreExceptions().until(() -> one.time() > 0);
			try (RedisConnection connection = factory.getConnection()) {
				for (String key : List.of(keys.out("m"), keys.probe("m"), keys.doubt("m"))) {
					connection.listCommands().lPush(bytes(key), bytes("x"));
				}
				connection.stringCommands().set(bytes(keys.probe("n")), bytes("stranger"));
				connection.stringCommands()
					.set(bytes(keys.doubt("n")), bytes("1 2 \u0000 9999999999999 % x".repeat(99)));
				connection.stringCommands().set(bytes(keys.out("o")), bytes("x".repeat(1_000_000)));
				connection.keyCommands().pExpire(bytes(keys.out("o")), 1_000_000);
			}
			assertThat(one.outages(List.of("m", "n", "o"))).hasSize(3).containsOnlyNulls();
			assertThat(one.probe("m", Duration.ofSeconds(10))).isEqualTo(Duration.ZERO);
			assertThat(other.probe("m", Duration.ofSeconds(10))).isPositive();
			assertThat(one.probe("n", Duration.ofSeconds(10))).isEqualTo(Duration.ZERO);
			assertThat(other.probe("n", Duration.ofSeconds(10))).as("a lease without an end is nobody's").isPositive();
			one.probeEnded("m");
			long end = one.time() + 60_000;
			one.back("o", "@");
			try (RedisConnection connection = factory.getConnection()) {
				connection.stringCommands().set(bytes(keys.doubt("o")), bytes("9999999999999 a ".repeat(9999)));
			}
			for (String model : List.of("m", "n", "o")) {
				assertThat(one.vote(model, model, one.time(), end, ModelOutage.write(TIMEOUT))).isEqualTo(Vote.ALONE);
				assertThat(other.vote(model, model, one.time(), end, ModelOutage.write(TIMEOUT))).isEqualTo(Vote.TOLD);
			}
		}
		finally {
			factory.destroy();
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static FleetRedis member(String name, LettuceConnectionFactory factory, int quorum) {
		return new LettuceFleetRedis(new FleetConnections(factory), new FleetSettings("shop", name, Set.of(), quorum));
	}

	@Test
	void outageThatIsToldAgainIsNoNews() {
		LettuceConnectionFactory factory = this.redis.factory();
		try (FleetRedis member = member("one", factory, 2)) {
			Awaitility.await().ignoreExceptions().until(() -> member.time() > 0);
			long end = member.time() + 60_000;
			String outage = ModelOutage.write(OVERLOADED, "one", "m");
			assertThat(member.out("m", member.time(), end, outage)).isEqualTo(Vote.TOLD);
			assertThat(member.out("m", member.time(), end + 50, outage))
				.as("told again by a clock that was compared again")
				.isEqualTo(Vote.KNOWN);
			assertThat(member.out("m", member.time(), end - 5_000, outage)).isEqualTo(Vote.KNOWN);
			assertThat(member.out("m", member.time(), end + 5_000, outage)).isEqualTo(Vote.TOLD);
			assertThat(member.out("n", member.time(), member.time() - 1, outage)).as("past").isEqualTo(Vote.KNOWN);
			assertThat(member.out("n", member.time(), member.time() + 5_000, outage)).isEqualTo(Vote.TOLD);
			assertThat(member.out("o", end, end + 60_000, outage)).as("another clock").isEqualTo(Vote.CLOCK_MOVED);
			assertThat(member.vote("o", "o", end, end + 60_000, ModelOutage.write(TIMEOUT)))
				.isEqualTo(Vote.CLOCK_MOVED);
			assertThat(member.out("m", member.time(), end + 3_600_000, outage)).isEqualTo(Vote.TOLD);
			assertThat(member.out("m", member.time(), end, outage)).as("the clock was set back").isEqualTo(Vote.TOLD);
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void goodAnswersSendNothing() throws InterruptedException {
		Instance one = join("one");
		for (int i = 0; i < 10_000; i++) {
			one.acquire("m").succeeded(1);
		}
		assertThat(one.shared.snapshot().sent()).isZero();
	}

	@Test
	void oneInstanceProbesForAll() throws InterruptedException {
		Instance one = join("one");
		Instance other = join("other");
		assertThat(one.requestProbe("m")).isEqualTo(Duration.ZERO);
		assertThat(other.requestProbe("m")).isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
		assertThat(one.requestProbe("m")).as("asked again").isEqualTo(Duration.ZERO);
		one.shared.probeEnded("m");
		assertThat(one.requestProbe("n")).as("a round trip later").isEqualTo(Duration.ZERO);
		assertThat(other.requestProbe("m")).isEqualTo(Duration.ZERO);
	}

	@Test
	void instancesOfAnotherNamespaceHearNothing() throws InterruptedException {
		Instance one = join("one");
		Instance stranger = new Instance("other", "stranger", this.redis.factory());
		this.instances.add(stranger);
		awaitTrue("connected", () -> stranger.shared.snapshot().connectedSince() != null);
		one.fails("m", OVERLOADED);
		awaitTrue("sent", () -> one.shared.snapshot().sent() == 1);
		assertThat(stranger.requestProbe("m")).as("a round trip later").isEqualTo(Duration.ZERO);
		assertThat(stranger.isHealthy("m")).isTrue();
	}

	@Test
	void memberThatIsStoppedAnswersAtOnceAndCanBeStartedAgain() throws InterruptedException {
		Instance one = join("one");
		Instance other = join("other");
		one.shared.stop();
		assertThat(one.shared.isRunning()).isFalse();
		assertThat(one.shared.snapshot().connectedSince()).isNull();
		assertThat(one.requestProbe("m")).isEqualTo(Duration.ZERO);
		other.fails("m", OVERLOADED);
		awaitTrue("sent", () -> other.shared.snapshot().sent() == 1);
		one.shared.start();
		awaitTrue("read", () -> !one.isHealthy("m"));
	}

	@Test
	void withoutRedisNothingWaits() throws Exception {
		Instance alone = new Instance("alone", TestRedis.factory(new RedisStandaloneConfiguration("127.0.0.1", 1)));
		this.instances.add(alone);
		alone.fails("m", OVERLOADED);
		assertThat(alone.requestProbe("m")).isEqualTo(Duration.ZERO);
		assertThat(alone.isHealthy("m")).isFalse();
		assertThat(alone.shared.snapshot().connectedSince()).isNull();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void withoutServersItStartsAndSaysWhatToDo(CapturedOutput log) throws Exception {
		FleetSettings settings = new FleetSettings("shop", "alone", Set.of(FaultKind.OVERLOADED), 2);
		FleetConnections connections = new FleetConnections(
				new LettuceConnectionFactory(new RedisStaticMasterReplicaConfiguration("127.0.0.1", 1)),
				new RedisServers((Field) null));
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(), List.of());
		RedisSharedHealth shared = new RedisSharedHealth(settings, new LettuceFleetRedis(connections, settings),
				tracker, Set::of, TimeSource.system());
		shared.start();
		try {
			awaitTrue("said", () -> log.getOut().contains("declare a bean of type SharedHealth"));
			BlockingQueue<Duration> answer = new LinkedBlockingQueue<>();
			shared.requestProbe("m", answer::add);
			assertThat(answer.poll(20, TimeUnit.SECONDS)).isZero();
			assertThat(shared.isRunning()).isTrue();
		}
		finally {
			shared.stop();
		}
	}

	private static final class Instance implements AutoCloseable {

		private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(),
				TimeSource.system(), List.of());

		private final LettuceConnectionFactory factory;

		private final RedisSharedHealth shared;

		Instance(String name, LettuceConnectionFactory factory) {
			this("shop", name, factory);
		}

		Instance(String namespace, String name, LettuceConnectionFactory factory) {
			this.factory = factory;
			this.tracker.keep(Set.of("m", "n"));
			this.shared = new RedisSharedHealth(new FleetSettings(namespace, name, Set.of(FaultKind.OVERLOADED), 2),
					factory, this.tracker, () -> Set.of("m", "n"), TimeSource.system());
			this.tracker.share(this.shared);
			this.shared.start();
		}

		Permit acquire(String model) {
			return requireNonNull(this.tracker.of(model).tryAcquire());
		}

		void fails(String model, Fault fault) {
			acquire(model).failed(fault, MINUTE);
		}

		void recovers(String model) {
			Permits.anyway(this.tracker.of(model)).succeeded(1);
		}

		boolean isHealthy(String model) {
			return this.tracker.snapshot(model).isHealthy();
		}

		Duration requestProbe(String model) throws InterruptedException {
			BlockingQueue<Duration> answer = new LinkedBlockingQueue<>();
			this.shared.requestProbe(model, answer::add);
			return requireNonNull(answer.poll(20, TimeUnit.SECONDS));
		}

		@Override
		public void close() {
			this.shared.stop();
			this.factory.destroy();
		}

	}

}
