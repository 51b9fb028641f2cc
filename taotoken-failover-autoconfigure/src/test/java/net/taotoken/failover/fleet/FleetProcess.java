package net.taotoken.failover.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.time.TimeSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * An instance in a JVM of its own. It does what is written to it, a line each, and writes
 * what it hears, with the tick of the machine.
 */
final class FleetProcess implements ModelHealthListener {

	static final Set<String> MODELS = IntStream.range(0, 200).mapToObj((i) -> "m" + i).collect(Collectors.toSet());

	private final PrintStream output = System.out;

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(),
			List.of(this));

	private final RedisSharedHealth shared;

	private FleetProcess(String name, int port) {
		this.tracker.keep(MODELS);
		LettuceConnectionFactory factory = TestRedis.factory(new RedisStandaloneConfiguration("127.0.0.1", port));
		this.shared = new RedisSharedHealth(new FleetSettings("processes", name, EnumSet.of(FaultKind.OVERLOADED), 2),
				factory, this.tracker, () -> MODELS, TimeSource.system());
		this.tracker.share(this.shared);
		this.shared.start();
	}

	public static void main(String[] arguments) throws Exception {
		FleetProcess process = new FleetProcess(arguments[0], Integer.parseInt(arguments[1]));
		while (process.shared.snapshot().connectedSince() == null) {
			TimeSource.system().sleep(Duration.ofMillis(5));
		}
		process.say("ready");
		process.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
		System.exit(0);
	}

	private void obey(BufferedReader orders) throws IOException {
		String order = orders.readLine();
		while (order != null) {
			String[] words = order.split(" ");
			switch (words[0]) {
				case "fail" -> fail(words[1]);
				case "answer" -> answer(Integer.parseInt(words[1]));
				case "probe" -> this.shared.requestProbe(words[1], (others) -> say("probe " + others.isZero()));
				default -> throw new IllegalArgumentException(order);
			}
			order = orders.readLine();
		}
	}

	private void fail(String model) {
		Permit permit = Permits.anyway(this.tracker.of(model));
		say("failing " + model);
		permit.failed(Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(5));
	}

	private void answer(int calls) {
		long longest = 0;
		for (int i = 0; i < calls; i++) {
			long start = System.nanoTime();
			Permits.anyway(this.tracker.of("m0")).succeeded(1);
			longest = Math.max(longest, System.nanoTime() - start);
		}
		say("answered " + longest);
	}

	@Override
	public void modelCooledDown(String model, Fault fault, Duration coolDown) {
		say("out " + model);
	}

	private synchronized void say(String what) {
		this.output.println("> " + System.nanoTime() + " " + what);
		this.output.flush();
	}

}
