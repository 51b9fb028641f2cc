package net.taotoken.failover.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.resource.ClientResources;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a fleet whose Redis moves to another server while calls go on.
 */
@EnabledIf(value = "net.taotoken.failover.fleet.TestRedis#isInstalled", disabledReason = "no redis-server on the path")
class RedisFailoverTests {

	/** Less than the half minute after which all is read anyway. */
	private static final Duration SOON = Duration.ofSeconds(25);

	private final ClientResources threads = ClientResources.create();

	private final RedisClient administrator = RedisClient.create(this.threads);

	private final List<TestRedis.Process> servers = new ArrayList<>();

	private final List<FleetInstance> instances = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.instances.forEach(FleetInstance::close);
		this.servers.forEach(TestRedis.Process::close);
		this.administrator.shutdown();
		this.threads.shutdown();
	}

	@Test
	void newMasterOfASentinelIsFound() throws Exception {
		TestRedis.Process master = server();
		server("--replicaof", "127.0.0.1 " + master.port(), "--repl-diskless-sync-delay", "0");
		Path configuration = Files.writeString(this.directory.resolve("sentinel.conf"), """
				sentinel monitor shop 127.0.0.1 %d 1
				sentinel down-after-milliseconds shop 500
				sentinel failover-timeout shop 3000
				""".formatted(master.port()));
		TestRedis.Process sentinel = new TestRedis.Process(configuration).start();
		this.servers.add(sentinel);
		await("the sentinel knows the replica",
				() -> !connect(sentinel, (redis) -> redis.info("sentinel")).contains("slaves=0"));
		RedisSentinelConfiguration servers = new RedisSentinelConfiguration().master("shop")
			.sentinel("127.0.0.1", sentinel.port());
		FleetInstance one = join("one", servers);
		FleetInstance other = join("other", servers);
		assertThatNewsArrive(one, other);
		OngoingCalls.during("failover by Sentinel", one, () -> {
			master.kill();
			one.fails("m");
			await("the loss is seen", () -> !one.isConnected());
			await("told by the new master", () -> !other.isHealthy("m"));
			one.recovers("m");
			await("back", () -> other.isHealthy("m"));
			assertThatNewsArrive(other, one);
		});
		assertThat(join("late", servers).isHealthy("m")).as("nothing stale is read").isTrue();
	}

	@Test
	void replicaOfAClusterThatBecomesMasterIsFound() throws Exception {
		Cluster cluster = new Cluster();
		cluster.addReplicaOfOwner();
		FleetInstance one = join("one", cluster.configuration());
		FleetInstance other = join("other", cluster.configuration());
		assertThatNewsArrive(one, other);
		OngoingCalls.during("failover of a cluster", one, () -> {
			cluster.owner().kill();
			one.fails("m");
			await("the loss is seen", () -> !one.isConnected());
			await("told by the new master", () -> !other.isHealthy("m"));
			one.recovers("m");
			await("back", () -> other.isHealthy("m"));
			assertThatNewsArrive(other, one);
		});
		assertThat(join("late", cluster.configuration()).isHealthy("m")).as("nothing stale is read").isTrue();
	}

	@Test
	void clusterWhoseServersAreStartedAgainOneByOneIsFound() throws Exception {
		Cluster cluster = new Cluster();
		FleetInstance one = join("one", cluster.configuration());
		FleetInstance other = join("other", cluster.configuration());
		OngoingCalls.during("restart of a cluster", one, () -> {
			for (TestRedis.Process master : cluster.masters) {
				master.kill();
				one.fails("m");
				master.start();
				await("told", () -> !other.isHealthy("m"));
				one.recovers("m");
				await("back", () -> other.isHealthy("m"));
			}
			assertThatNewsArrive(other, one);
		});
	}

	private void assertThatNewsArrive(FleetInstance from, FleetInstance to) {
		from.fails("n");
		await("out", () -> !to.isHealthy("n"));
		from.recovers("n");
		await("back", () -> to.isHealthy("n"));
	}

	private TestRedis.Process server(String... options) throws Exception {
		TestRedis.Process server = new TestRedis.Process(
				Stream.concat(Stream.of("--dir", this.directory.toString()), Stream.of(options)).toArray(String[]::new))
			.start();
		this.servers.add(server);
		return server;
	}

	private <T> T connect(TestRedis.Process server, AdministratorTask<T> task) {
		try (var connection = this.administrator.connect(RedisURI.create("127.0.0.1", server.port()))) {
			return task.with(connection.sync());
		}
	}

	private FleetInstance join(String name, RedisConfiguration servers) {
		FleetInstance instance = new FleetInstance(name, servers, this.threads);
		this.instances.add(instance);
		await("connected", instance::isConnected);
		return instance;
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(SOON).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	private interface AdministratorTask<T> {

		T with(RedisCommands<String, String> redis);

	}

	/** Three masters, each with a third of the slots. */
	private final class Cluster {

		private static final int SIZE = 3;

		private final List<TestRedis.Process> masters = new ArrayList<>();

		Cluster() throws Exception {
			for (int i = 0; i < SIZE; i++) {
				this.masters.add(node("node-" + i));
			}
			for (int i = 0; i < SIZE; i++) {
				int first = firstSlot(i);
				int last = firstSlot(i + 1);
				int[] slots = IntStream.range(first, last).toArray();
				connect(this.masters.get(i), (redis) -> redis.clusterAddSlots(slots));
				connect(this.masters.get(i), (redis) -> redis.clusterMeet("127.0.0.1", this.masters.get(0).port()));
			}
			awaitNodes(SIZE);
		}

		private static int firstSlot(int master) {
			return master * SlotHash.SLOT_COUNT / SIZE;
		}

		private TestRedis.Process node(String name) throws Exception {
			return server("--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-config-file",
					RedisFailoverTests.this.directory.resolve(name + ".conf").toString(),
					"--cluster-require-full-coverage", "no", "--repl-diskless-sync-delay", "0");
		}

		private void awaitNodes(int count) {
			for (TestRedis.Process server : RedisFailoverTests.this.servers) {
				await("all know all",
						() -> connect(server, RedisCommands::clusterInfo).contains("cluster_known_nodes:" + count)
								&& connect(server, RedisCommands::clusterInfo).contains("cluster_state:ok"));
			}
		}

		/** The master of all keys of the fleet. */
		TestRedis.Process owner() {
			int slot = SlotHash.getSlot(new FleetKeys("shop").channel());
			for (int i = SIZE - 1; i > 0; i--) {
				if (slot >= firstSlot(i)) {
					return this.masters.get(i);
				}
			}
			return this.masters.get(0);
		}

		void addReplicaOfOwner() throws Exception {
			TestRedis.Process replica = node("replica");
			connect(replica, (redis) -> redis.clusterMeet("127.0.0.1", owner().port()));
			awaitNodes(SIZE + 1);
			String id = connect(owner(), RedisCommands::clusterMyId);
			await("it is known", () -> connect(replica, (redis) -> redis.clusterReplicate(id)).equals("OK"));
			await("it has all",
					() -> connect(replica, (redis) -> redis.info("replication")).contains("master_link_status:up"));
		}

		RedisClusterConfiguration configuration() {
			RedisClusterConfiguration configuration = new RedisClusterConfiguration();
			this.masters.forEach((master) -> configuration.addClusterNode(new RedisNode("127.0.0.1", master.port())));
			return configuration;
		}

	}

}
