package net.taotoken.failover.console;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.route.Entry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntryStatusSource}.
 */
class EntryStatusSourceTests {

	private final Set<String> asked = new HashSet<>();

	private final EntryStatusSource source = new EntryStatusSource(new Names(), new Entry("plan", Set.of(), Set.of()));

	@Test
	void candidatesOfTheEntryAreAskedForByTheirNames() throws Exception {
		StatusReport report = this.source.read(Set.of("a@plan", "b@plan", "a@balance", "c"));
		assertThat(this.asked).containsExactlyInAnyOrder("a", "b");
		assertThat(report.models()).containsOnlyKeys("a@plan");
		assertThat(report.account()).isNotNull();
	}

	@Test
	void readingsComeAsThoseOfTheSource() {
		assertThat(this.source.interval()).isEqualTo(Duration.ofMinutes(7));
		assertThat(this.source.jitter()).isEqualTo(0.3);
	}

	private final class Names implements ModelStatusSource {

		@Override
		public StatusReport read(Set<String> models) {
			EntryStatusSourceTests.this.asked.addAll(models);
			return new StatusReport(Map.of("a", ModelStatus.down("gone"), "x", ModelStatus.up()),
					new AccountStatus(1, 2.0));
		}

		@Override
		public Duration interval() {
			return Duration.ofMinutes(7);
		}

		@Override
		public double jitter() {
			return 0.3;
		}

	}

}
