package net.taotoken.failover.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outages under a steady load, with what became of them kept as a text. When a change to
 * the rule is meant to change it, read the difference to {@code target/simulations.txt}
 * and take that file over.
 */
class SimulationTests {

	private static final Path EXPECTED = Path.of("src/test/resources/simulations.txt");

	private static final Path ACTUAL = Path.of("target/simulations.txt");

	private static final Duration AT_ONCE = Duration.ofMillis(20);

	private static final Duration NEVER = Duration.ofHours(1);

	private final StringBuilder table = new StringBuilder(Simulation.header());

	@Test
	void outagesEndAsTheyDidBefore() throws IOException {
		Route three = Route.of("default", "a", "b", "c");
		Route one = Route.of("default", "a");
		row("all well", new Simulation(three), 10);
		Simulation dead = row("first model answers 500 for 30 s",
				new Simulation(three).ill("a", 10, 40, AT_ONCE, Fault.of(FaultKind.SERVER_ERROR)), 10);
		Simulation hanging = row("first model hangs for 30 s, response limit 5 s",
				new Simulation(withResponseLimit(three, Duration.ofSeconds(5))).ill("a", 10, 40, NEVER,
						Fault.of(FaultKind.TIMEOUT)),
				10);
		row("the same, probed by calls", new Simulation(withResponseLimit(three, Duration.ofSeconds(5))).probedByCalls()
			.ill("a", 10, 40, NEVER, Fault.of(FaultKind.TIMEOUT)), 10);
		row("first model is rate-limited for 30 s",
				new Simulation(three).ill("a", 10, 40, AT_ONCE, Fault.of(FaultKind.RATE_LIMITED)), 10);
		row("the same, probed by calls",
				new Simulation(three).probedByCalls().ill("a", 10, 40, AT_ONCE, Fault.of(FaultKind.RATE_LIMITED)), 10);
		row("first model is rate-limited, and says for how long", new Simulation(three).ill("a", 10, 40, AT_ONCE,
				Fault.of(FaultKind.RATE_LIMITED).withRetryAfter(Duration.ofSeconds(30))), 10);
		Simulation gone = row("first model is gone",
				new Simulation(three).ill("a", 10, 3600, AT_ONCE, Fault.of(FaultKind.MODEL_UNAVAILABLE)), 10);
		Simulation allOverloaded = row("all models are overloaded for 10 s",
				new Simulation(three).ill("a", 10, 20, AT_ONCE, Fault.of(FaultKind.OVERLOADED))
					.ill("b", 10, 20, AT_ONCE, Fault.of(FaultKind.OVERLOADED))
					.ill("c", 10, 20, AT_ONCE, Fault.of(FaultKind.OVERLOADED)),
				10);
		row("the only model is overloaded for 10 s",
				new Simulation(one).ill("a", 10, 20, AT_ONCE, Fault.of(FaultKind.OVERLOADED)), 10);
		row("the only model is dead for an hour",
				new Simulation(one).ill("a", 10, 3600, AT_ONCE, Fault.of(FaultKind.UNREACHABLE)), 10);
		Simulation unlearnt = row("first model hangs for 30 s, first token 10 s",
				new Simulation(three).byFirstToken().ill("a", 10, 40, NEVER, Fault.of(FaultKind.TIMEOUT)), 10);
		Simulation learnt = row("the same, with limits that learn",
				new Simulation(learning(three)).byFirstToken().ill("a", 10, 40, NEVER, Fault.of(FaultKind.TIMEOUT)),
				10);
		row("first model thinks for 25 s, and shows life",
				new Simulation(three).thinks("a", Duration.ofSeconds(25), true), 1);
		Simulation thinking = row("the same, with limits that learn",
				new Simulation(learning(three)).thinks("a", Duration.ofSeconds(25), true), 1);
		Simulation silent = row("the same in silence",
				new Simulation(learning(three)).thinks("a", Duration.ofSeconds(25), false), 1);

		Files.writeString(ACTUAL, this.table);
		assertThat(dead.failedCalls()).isZero();
		assertThat(hanging.failedCalls()).isZero();
		assertThat(gone.failedCalls()).isZero();
		assertThat(gone.wasted("a")).isLessThanOrEqualTo(2);
		// the call that probes on behalf of all others may run out of attempts
		assertThat(allOverloaded.failedCalls()).isLessThanOrEqualTo(1);
		assertThat(learnt.failedCalls()).isZero();
		assertThat(learnt.slowest()).isLessThanOrEqualTo(unlearnt.slowest() * 35 / 100);
		// those that were under way when it was first cut, and none after that
		assertThat(thinking.wasted("a")).isLessThanOrEqualTo(11);
		assertThat(silent.wasted("a")).isLessThanOrEqualTo(11);
		assertThat(this.table).hasToString(Files.readString(EXPECTED));
	}

	private static Route learning(Route route) {
		FirstTokenRange range = new FirstTokenRange(Duration.ofMillis(3333), Duration.ofSeconds(60));
		AttemptTimeouts timeouts = AttemptTimeouts.defaults().withLearnt(range);
		return route
			.withModels(route.models().stream().map((model) -> model.toBuilder().timeouts(timeouts).build()).toList());
	}

	private static Route withResponseLimit(Route route, Duration limit) {
		AttemptTimeouts timeouts = new AttemptTimeouts(limit, limit, limit);
		return route.withModels(route.models().stream().map((model) -> Model.of(model.id(), timeouts)).toList());
	}

	private Simulation row(String scenario, Simulation simulation, int callsPerSecond) {
		simulation.run(callsPerSecond, 60);
		this.table.append(simulation.row(scenario));
		return simulation;
	}

}
