package net.taotoken.failover.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances in JVMs of their own, over a real Redis. Prints how long news are under way.
 */
@Tag("soak")
@EnabledIf(value = "net.taotoken.failover.fleet.TestRedis#isInstalled", disabledReason = "no redis-server on the path")
class FleetProcessesTests {

	@ParameterizedTest
	@ValueSource(ints = { 2, 5 })
	void newsReachAllAndOneProbes(int size) throws Exception {
		List<Instance> instances = new ArrayList<>();
		try (TestRedis.Process redis = new TestRedis.Process().start()) {
			try {
				for (int i = 0; i < size; i++) {
					instances.add(new Instance("instance-" + i, redis.port()));
				}
				for (Instance instance : instances) {
					instance.expect("ready");
				}
				report(size, propagation(instances));
				assertThatOneProbes(instances);
				assertThatAnswersSendNothing(instances.get(0), redis);
			}
			finally {
				instances.forEach(Instance::close);
			}
		}
	}

	private static List<Long> propagation(List<Instance> instances) throws InterruptedException {
		List<Long> nanos = new ArrayList<>();
		for (String model : FleetProcess.MODELS) {
			instances.get(0).order("fail " + model);
			long failed = instances.get(0).expect("failing " + model);
			for (Instance instance : instances) {
				nanos.add(instance.expect("out " + model) - failed);
			}
		}
		return nanos;
	}

	private static void report(int size, List<Long> nanos) {
		Collections.sort(nanos);
		System.out.printf("fleet of %d JVMs: %d news, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n", size, nanos.size(),
				nanos.get(nanos.size() / 2) / 1e6, nanos.get(nanos.size() * 99 / 100) / 1e6,
				nanos.get(nanos.size() - 1) / 1e6);
	}

	private static void assertThatOneProbes(List<Instance> instances) throws InterruptedException {
		instances.forEach((instance) -> instance.order("probe m1"));
		int probes = 0;
		for (Instance instance : instances) {
			probes += instance.next("probe").endsWith("true") ? 1 : 0;
		}
		assertThat(probes).isEqualTo(1);
	}

	private static void assertThatAnswersSendNothing(Instance instance, TestRedis.Process redis)
			throws InterruptedException {
		LettuceConnectionFactory factory = redis.factory();
		try (RedisConnection connection = factory.getConnection()) {
			long before = scripts(connection);
			instance.order("answer 10000");
			instance.next("answered");
			assertThat(scripts(connection) - before).as("but for a reading of all that may fall into it")
				.isLessThan(10);
		}
		finally {
			factory.destroy();
		}
	}

	private static long scripts(RedisConnection connection) {
		String calls = requireNonNull(connection.serverCommands().info("commandstats")).getProperty("cmdstat_eval", "");
		return Long.parseLong(calls.replaceAll(".*calls=(\\d+).*", "$1"));
	}

	private static final class Instance implements AutoCloseable {

		private final Process process;

		private final PrintWriter orders;

		private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

		Instance(String name, int port) throws IOException {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
					System.getProperty("java.class.path"), FleetProcess.class.getName(), name, "" + port)
				.redirectErrorStream(true)
				.start();
			this.orders = new PrintWriter(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
			Thread reader = new Thread(this::read);
			reader.setDaemon(true);
			reader.start();
		}

		private void read() {
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
				lines.lines().filter((line) -> line.startsWith("> ")).forEach(this.said::add);
			}
			catch (IOException ex) {
				this.said.add("> 0 " + ex);
			}
		}

		void order(String order) {
			this.orders.println(order);
		}

		/** The tick at which it said this, which has to be next. */
		long expect(String what) throws InterruptedException {
			String line = next(what);
			assertThat(line).endsWith(" " + what);
			return Long.parseLong(line.split(" ")[1]);
		}

		String next(String what) throws InterruptedException {
			String line = this.said.poll(60, TimeUnit.SECONDS);
			assertThat(line).as("waiting for '%s'", what).isNotNull();
			return line;
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
