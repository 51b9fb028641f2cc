package net.taotoken.failover.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ModelHealthTracker} makes of announced limits.
 */
class ShortAllowanceTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	@Test
	void modelIsBackInItsPlaceWhenThereIsMore() {
		this.tracker.announced("m", new Allowance(0.049, MINUTE));
		assertThat(this.tracker.hasDemotions()).isTrue();
		this.time.advance(MINUTE.minusNanos(1));
		assertThat(this.tracker.of("m").demotedBecause()).isEqualTo("4 % of a limit is left, and more in 1s");
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.tracker.of("m").demotedBecause()).isNull();
		assertThat(this.tracker.hasDemotions()).isFalse();
	}

	@Test
	void modelOfWhichEnoughIsLeftStays() {
		this.tracker.announced("m", new Allowance(0.05, MINUTE));
		assertThat(this.tracker.hasDemotions()).isFalse();
	}

	@Test
	void laterAnnouncementHolds() {
		this.tracker.announced("m", new Allowance(0, MINUTE));
		this.tracker.announced("n", new Allowance(1, MINUTE));
		assertThat(this.tracker.of("m").demotedBecause()).isNotNull();
		this.tracker.announced("m", new Allowance(0.5, MINUTE));
		assertThat(this.tracker.of("m").demotedBecause()).isNull();
	}

	@Test
	void announcementLastsNoLongerThanACoolDownOfAServer() {
		this.tracker.announced("m", new Allowance(0, Duration.ofDays(30)));
		assertThat(this.tracker.of("m").demotedBecause()).endsWith("in 3600s");
	}

	@Test
	void modelsThatRequestsNamedLongAgoTakeNoRoom() {
		IntStream.range(0, 2000)
			.forEach((number) -> this.tracker.announced("stranger-" + number, new Allowance(0, MINUTE)));
		this.tracker.announced("m", new Allowance(0, MINUTE));
		assertThat(this.tracker.of("m").demotedBecause()).as("there is no room").isNull();
		this.tracker.announced("stranger-1", new Allowance(0.02, MINUTE));
		assertThat(this.tracker.of("stranger-1").demotedBecause()).as("known already").startsWith("2 %");
		this.time.advance(MINUTE);
		this.tracker.announced("m", new Allowance(0, MINUTE));
		assertThat(this.tracker.of("m").demotedBecause()).startsWith("0 %");
	}

	@Test
	void opinionsOfOtherSourcesStayApart() {
		Demotions demotions = new Demotions(this.tracker);
		this.tracker.announced("m", new Allowance(0, MINUTE));
		assertThat(demotions.replace("console", Map.of("m", "gone")).demoted()).containsOnlyKeys("m");
		assertThat(this.tracker.of("m").demotedBecause()).startsWith("gone; 0 % of a limit");
		assertThat(demotions.replace("console", Map.of()).lifted()).containsExactly("m");
		assertThat(this.tracker.of("m").demotedBecause()).startsWith("0 % of a limit");
	}

}
