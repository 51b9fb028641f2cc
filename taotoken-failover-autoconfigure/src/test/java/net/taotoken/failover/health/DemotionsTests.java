package net.taotoken.failover.health;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemotionsTests {

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), new ManualTime(),
			List.of());

	private final Demotions demotions = new Demotions(this.tracker);

	private @Nullable String reason(String model) {
		return this.tracker.snapshot(model).demotedBecause();
	}

	@Test
	void sourceDemotesAndLifts() {
		assertThat(this.demotions.replace("one", Map.of("a", "low")))
			.isEqualTo(new Demotions.Change(Map.of("a", "low"), List.of()));
		assertThat(reason("a")).isEqualTo("low");
		assertThat(this.demotions.replace("one", Map.of("b", "gone")))
			.isEqualTo(new Demotions.Change(Map.of("b", "gone"), List.of("a")));
		assertThat(reason("a")).isNull();
		assertThat(reason("b")).isEqualTo("gone");
	}

	@Test
	void noSourceLiftsWhatAnotherOneSaid() {
		this.demotions.replace("one", Map.of("a", "low"));
		assertThat(this.demotions.replace("two", Map.of("a", "gone")))
			.isEqualTo(new Demotions.Change(Map.of(), List.of()));
		assertThat(reason("a")).isEqualTo("low; gone");
		assertThat(this.demotions.replace("one", Map.of())).isEqualTo(new Demotions.Change(Map.of(), List.of()));
		assertThat(reason("a")).isEqualTo("gone");
		assertThat(this.demotions.replace("two", Map.of())).isEqualTo(new Demotions.Change(Map.of(), List.of("a")));
	}

	@Test
	void reasonThatChangesIsNoNewDemotion() {
		this.demotions.replace("one", Map.of("a", "5% left"));
		assertThat(this.demotions.replace("one", Map.of("a", "4% left")).demoted()).isEmpty();
		assertThat(reason("a")).isEqualTo("4% left");
	}

}
