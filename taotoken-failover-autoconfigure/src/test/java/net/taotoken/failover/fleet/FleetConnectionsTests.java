package net.taotoken.failover.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FleetConnections}.
 */
class FleetConnectionsTests {

	private final TestRedis redis = new TestRedis.InProcess();

	@AfterEach
	void stop() {
		this.redis.close();
	}

	@Test
	void serverOfAUrlIsFound() {
		assertThatSameServerIsFound(
				LettuceConnectionFactory.createRedisConfiguration("redis://127.0.0.1:" + this.redis.port()));
	}

	@Test
	void masterWithReplicasIsFound() {
		RedisStaticMasterReplicaConfiguration several = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
				this.redis.port());
		several.addNode("127.0.0.1", 1);
		assertThatSameServerIsFound(several);
	}

	@Test
	void databaseIsThatOfTheApplication() {
		RedisStandaloneConfiguration third = server();
		third.setDatabase(3);
		assertThatSameServerIsFound(third);
	}

	@Test
	void serversThatMethodsTellNeedNoField() {
		RedisStandaloneConfiguration server = server();
		server.setUsername("shop");
		server.setPassword("secret");
		RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration("shop", Set.of("127.0.0.1:26379"));
		RedisClusterConfiguration cluster = new RedisClusterConfiguration(List.of("127.0.0.1:7000"));
		RedisSocketConfiguration socket = new RedisSocketConfiguration("/run/redis.sock");
		RedisServers methods = new RedisServers(null);
		assertThat(methods.of(new LettuceConnectionFactory(server))).isEqualTo(server);
		assertThat(methods.of(new LettuceConnectionFactory(sentinel))).isEqualTo(sentinel);
		assertThat(methods.of(new LettuceConnectionFactory(cluster))).isEqualTo(cluster);
		assertThat(methods.of(new LettuceConnectionFactory(socket))).isEqualTo(socket);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://redis.example.org", "redis://:secret@localhost", "redis://localhost/3",
			"redis://localhost" })
	void serversThatOnlyAFieldTellsAreNotGuessed(String url) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				LettuceConnectionFactory.createRedisConfiguration(url));
		assertThat(new RedisServers().of(factory)).isEqualTo(LettuceConnectionFactory.createRedisConfiguration(url));
		assertThatExceptionOfType(UnknownServersException.class).isThrownBy(() -> new RedisServers(null).of(factory));
	}

	@Test
	void fieldThatHoldsSomethingElseTellsNothing() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStaticMasterReplicaConfiguration("127.0.0.1", this.redis.port()));
		Field other = requireNonNull(ReflectionUtils.findField(LettuceConnectionFactory.class, "log"));
		assertThatExceptionOfType(UnknownServersException.class).isThrownBy(() -> new RedisServers(other).of(factory));
	}

	@Test
	void serverThatIsSlowToGreetIsWaitedFor() throws Exception {
		try (SlowDoor door = new SlowDoor(this.redis.port());
				FleetConnections connections = new FleetConnections(
						new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", door.port())));
				RedisConnection ours = connections.get()) {
			assertThat(ours.ping()).isEqualTo("PONG");
		}
	}

	/** Lets nothing through for most of a second after a connection was opened. */
	private static final class SlowDoor implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0);

		private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);

		private final int target;

		SlowDoor(int target) throws IOException {
			this.target = target;
			this.threads.execute(this::accept);
		}

		int port() {
			return this.server.getLocalPort();
		}

		private void accept() {
			try {
				while (!this.server.isClosed()) {
					Socket client = this.server.accept();
					this.threads.schedule(() -> open(client), 800, TimeUnit.MILLISECONDS);
				}
			}
			catch (IOException ex) {
				assertThat(this.server.isClosed()).isTrue();
			}
		}

		private void open(Socket client) {
			try {
				Socket redis = new Socket("127.0.0.1", this.target);
				this.threads.execute(() -> pass(client, redis));
				this.threads.execute(() -> pass(redis, client));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static void pass(Socket from, Socket to) {
			try (from; to) {
				from.getInputStream().transferTo(to.getOutputStream());
			}
			catch (IOException ex) {
				// one of the two has gone
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			this.threads.shutdownNow();
		}

	}

	@Test
	void connectionsThatCannotBeMadeLeaveNoThreads() {
		LettuceConnectionFactory nowhere = new LettuceConnectionFactory(
				new RedisSentinelConfiguration().master("shop"));
		try (FleetConnections connections = new FleetConnections(nowhere)) {
			assertThatIllegalStateException().isThrownBy(connections::get);
			long threads = threads();
			for (int i = 0; i < 10; i++) {
				assertThatIllegalStateException().isThrownBy(connections::get);
			}
			Awaitility.await("threads end").until(() -> threads() <= threads + 1);
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().contains("lettuce"))
			.count();
	}

	private void assertThatSameServerIsFound(RedisConfiguration servers) {
		RedisStandaloneConfiguration server = server();
		server.setDatabase(((RedisConfiguration.WithDatabaseIndex) servers).getDatabase());
		LettuceConnectionFactory factory = TestRedis.factory(server);
		byte[] key = "a".getBytes(StandardCharsets.UTF_8);
		try (FleetConnections connections = new FleetConnections(new LettuceConnectionFactory(servers))) {
			Awaitility.await("a first connection takes its time").ignoreExceptions().until(() -> {
				try (RedisConnection ours = connections.get()) {
					return ours.stringCommands().set(key, key);
				}
			});
			try (RedisConnection direct = factory.getConnection()) {
				assertThat(direct.stringCommands().get(key)).isEqualTo(key);
			}
		}
		finally {
			factory.destroy();
		}
	}

	private RedisStandaloneConfiguration server() {
		return new RedisStandaloneConfiguration("127.0.0.1", this.redis.port());
	}

}
