package net.taotoken.failover.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import net.taotoken.failover.engine.FleetSimulation.Mode;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealthTracker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An outage of ten minutes in a fleet, with what became of it kept as a text. When a
 * change is meant to change it, read the difference to {@code target/fleet.txt} and take
 * that file over.
 */
class FleetSimulationTests {

	private static final Path EXPECTED = Path.of("src/test/resources/fleet.txt");

	private static final Path ACTUAL = Path.of("target/fleet.txt");

	private final Logger logger = (Logger) LoggerFactory.getLogger(ModelHealthTracker.class);

	private final StringBuilder table = new StringBuilder(FleetSimulation.header());

	@BeforeEach
	void beSilent() {
		this.logger.setLevel(Level.ERROR);
	}

	@AfterEach
	void logAgain() {
		this.logger.setLevel(null);
	}

	@Test
	void outagesOfAFleetEndAsTheyDidBefore() throws IOException {
		hangs(Mode.CALLS);
		FleetSimulation alone = hangs(Mode.REQUESTS);
		FleetSimulation together = hangs(Mode.FLEET);
		FleetSimulation byRedis = hangs(Mode.REDIS);
		FleetSimulation learning = row("the same, with limits that learn", hanging(Mode.REQUESTS).learning());
		overloads(Mode.CALLS);
		overloads(Mode.REQUESTS);
		FleetSimulation quick = overloads(Mode.FLEET);
		overloads(Mode.REDIS);
		Files.writeString(ACTUAL, this.table);
		assertThat(alone.lostSeconds()).isLessThanOrEqualTo(22_500);
		assertThat(together.lostSeconds()).isLessThanOrEqualTo(20_500);
		assertThat(byRedis.lostSeconds()).as("a hang is told by two").isLessThanOrEqualTo(20_500);
		assertThat(learning.lostSeconds()).isLessThanOrEqualTo(alone.lostSeconds() / 5);
		assertThat(quick.wastedCalls()).isLessThanOrEqualTo(40);
		assertThat(this.table).hasToString(Files.readString(EXPECTED));
	}

	private FleetSimulation hangs(Mode mode) {
		return row("200 instances, 1 call/s, hangs 10 s", hanging(mode));
	}

	private static FleetSimulation hanging(Mode mode) {
		return new FleetSimulation(200, 1, Duration.ofSeconds(10), Fault.of(FaultKind.TIMEOUT), mode);
	}

	private FleetSimulation overloads(Mode mode) {
		return row("1,000 instances, 0.2 calls/s, 503 at once",
				new FleetSimulation(1000, 0.2, Duration.ofMillis(20), Fault.of(FaultKind.OVERLOADED), mode));
	}

	private FleetSimulation row(String scenario, FleetSimulation simulation) {
		simulation.run();
		assertThat(simulation.amplification()).isLessThanOrEqualTo(1.2);
		this.table.append(simulation.row(scenario));
		return simulation;
	}

}
