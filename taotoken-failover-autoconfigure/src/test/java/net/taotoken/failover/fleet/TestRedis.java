package net.taotoken.failover.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.github.fppt.jedismock.RedisServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis for tests: the one of this machine in a process of its own, or one in this JVM.
 */
public interface TestRedis extends AutoCloseable {

	int port();

	@Override
	void close();

	/** A way to it, as an application has one. */
	default LettuceConnectionFactory factory() {
		return factory(new RedisStandaloneConfiguration("127.0.0.1", port()));
	}

	static LettuceConnectionFactory factory(RedisStandaloneConfiguration server) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server);
		factory.afterPropertiesSet();
		return factory;
	}

	/** Whether a Redis is installed, asked by conditions of tests. */
	static boolean isInstalled() {
		return Process.executable() != null;
	}

	/** In this JVM. */
	final class InProcess implements TestRedis {

		private final RedisServer server;

		private final int port;

		public InProcess() {
			try {
				this.server = RedisServer.newRedisServer().start();
				this.port = this.server.getBindPort();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public int port() {
			return this.port;
		}

		@Override
		public void close() {
			try {
				if (this.server.isRunning()) {
					this.server.stop();
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * The {@code redis-server} of this machine, which can be killed, paused and started
	 * again.
	 */
	final class Process implements TestRedis {

		private final int port;

		private final List<String> options;

		private java.lang.@Nullable Process process;

		public Process(String... options) throws IOException {
			this(List.of("--save", "", "--appendonly", "no"), List.of(options));
		}

		/** A sentinel, which writes into its configuration. */
		Process(Path sentinel) throws IOException {
			this(List.of(sentinel.toString(), "--sentinel"), List.of());
		}

		private Process(List<String> first, List<String> further) throws IOException {
			this.port = freePort();
			this.options = Stream
				.of(first, List.of("--port", "" + this.port, "--bind", "127.0.0.1", "--daemonize", "no"), further)
				.flatMap(List::stream)
				.toList();
		}

		/**
		 * A port that nobody gets who takes any, also while the server is down, nor its
		 * neighbour ten thousand above, where a cluster has its own talk.
		 */
		private static int freePort() throws IOException {
			for (int tries = 0; tries < 1000; tries++) {
				int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
				if (isFree(port) && isFree(port + 10_000)) {
					return port;
				}
			}
			throw new IOException("no port below 20000 is free");
		}

		private static boolean isFree(int port) {
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.isBound();
			}
			catch (IOException ex) {
				return false;
			}
		}

		static @Nullable Path executable() {
			String path = System.getenv("PATH");
			return Stream.of(((path != null) ? path : "").split(java.io.File.pathSeparator))
				.map((directory) -> Path.of(directory, "redis-server"))
				.filter(Files::isExecutable)
				.findFirst()
				.orElse(null);
		}

		public Process start() throws IOException, InterruptedException {
			List<String> command = new ArrayList<>(List.of(String.valueOf(executable())));
			command.addAll(this.options);
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Awaitility.await("Redis listens").pollInterval(2, TimeUnit.MILLISECONDS).until(this::listens);
			return this;
		}

		private boolean listens() {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.1", this.port), 100);
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}

		void kill() throws InterruptedException {
			java.lang.Process process = this.process;
			if (process != null) {
				process.destroyForcibly().waitFor();
			}
		}

		void stop() throws InterruptedException {
			java.lang.Process process = this.process;
			if (process != null) {
				process.destroy();
				process.waitFor();
			}
		}

		void pause() throws IOException, InterruptedException {
			signal("STOP");
		}

		void resume() throws IOException, InterruptedException {
			signal("CONT");
		}

		private void signal(String name) throws IOException, InterruptedException {
			java.lang.Process process = this.process;
			assertThat(process).isNotNull();
			assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor()).isZero();
		}

		@Override
		public int port() {
			return this.port;
		}

		@Override
		public void close() {
			java.lang.Process process = this.process;
			if (process != null) {
				process.destroyForcibly();
			}
		}

	}

}
