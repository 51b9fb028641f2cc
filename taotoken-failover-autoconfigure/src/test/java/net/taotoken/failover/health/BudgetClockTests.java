package net.taotoken.failover.health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BudgetClock}.
 */
class BudgetClockTests {

	private static final long MINUTE = 60_000_000_000L;

	private final BudgetClock clock = new BudgetClock();

	@ParameterizedTest
	@ValueSource(longs = { 0, 5, Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, Long.MAX_VALUE - 10 })
	void originOfTheTickDoesNotMatter(long origin) {
		assertThat(this.clock.tick(origin)).isZero();
		assertThat(this.clock.tick(origin + MINUTE)).isEqualTo(MINUTE);
		assertThat(this.clock.earlier(origin)).isZero();
	}

	@Test
	void threadsThatLookedAtTheTimeOneAfterTheOtherMayComeInAnyOrder() {
		this.clock.tick(0);
		this.clock.tick(2 * MINUTE);
		assertThat(this.clock.tick(MINUTE + 1)).isEqualTo(MINUTE + 1);
		assertThat(this.clock.tick(2 * MINUTE + 1)).isEqualTo(2 * MINUTE + 1);
	}

	@Test
	void clockThatIsSetBackStandsStillOnce() {
		this.clock.tick(0);
		this.clock.tick(200 * MINUTE);
		assertThat(this.clock.tick(10)).isEqualTo(200 * MINUTE);
		assertThat(this.clock.tick(10 + MINUTE)).isEqualTo(201 * MINUTE);
	}

}
