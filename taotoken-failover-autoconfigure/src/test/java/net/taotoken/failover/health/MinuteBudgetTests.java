package net.taotoken.failover.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MinuteBudget}.
 */
class MinuteBudgetTests {

	private static final long SECOND = 1_000_000_000L;

	private static final long MINUTE = 60 * SECOND;

	private final MinuteBudget budget = new MinuteBudget();

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 60, 600 })
	void noMinuteHoldsMoreThanTheLimitWhereverItBegins(int limit) {
		this.budget.limit(limit, 2 * SECOND);
		Random random = new Random(limit);
		List<Long> spent = new ArrayList<>();
		for (long now = 0; now < 10 * MINUTE; now += (long) (random.nextDouble() * 0.5 * MINUTE / limit)) {
			if (this.budget.nanosUntil(1, now) == 0) {
				this.budget.spend(1, now);
				spent.add(now);
			}
		}
		for (int i = limit; i < spent.size(); i++) {
			assertThat(spent.get(i) - spent.get(i - limit)).isGreaterThan(MINUTE);
		}
		assertThat(spent).as("it is used up, too").hasSizeGreaterThanOrEqualTo((int) (limit * 9.2) - 1);
	}

	@Test
	void whoWaitsAsLongAsItSaysMayThenSpend() {
		this.budget.limit(90, 2 * SECOND);
		Random random = new Random(1);
		long now = 0;
		for (int i = 0; i < 5000; i++) {
			long amount = 1 + random.nextInt(20);
			long wait = this.budget.nanosUntil(amount, now);
			if (wait > 0) {
				assertThat(this.budget.nanosUntil(amount, now + wait - 1)).isPositive();
			}
			now += wait;
			assertThat(this.budget.nanosUntil(amount, now)).isZero();
			this.budget.spend(amount, now);
			if (random.nextInt(50) == 0) {
				now += (long) (random.nextDouble() * 2 * MINUTE);
			}
		}
	}

	@Test
	void isPacedAfterASmallBurst() {
		this.budget.limit(60, 2 * SECOND);
		for (int i = 0; i < 3; i++) {
			assertThat(this.budget.nanosUntil(1, 0)).isZero();
			this.budget.spend(1, 0);
		}
		assertThat(this.budget.nanosUntil(1, 0)).isEqualTo(SECOND);
		assertThat(this.budget.nanosUntil(2, 1, 0)).as("with two before it").isEqualTo(3 * SECOND);
	}

	@Test
	void whatIsLargerThanTheLimitWaitsForAMinuteOfItsOwn() {
		this.budget.limit(100, MINUTE / 4);
		this.budget.spend(1, 0);
		assertThat(this.budget.nanosUntil(500, SECOND)).isBetween(59 * SECOND, 61 * SECOND);
		assertThat(this.budget.nanosUntil(500, 61 * SECOND)).isZero();
	}

	@Test
	void whatWasSaidTooHighIsGivenBackAndWhatWasTooLowIsTaken() {
		this.budget.limit(1000, MINUTE / 4);
		this.budget.spend(900, 0);
		assertThat(this.budget.left(SECOND)).isEqualTo(100);
		this.budget.correct(-800, 0);
		assertThat(this.budget.left(SECOND)).isEqualTo(900);
		assertThat(this.budget.nanosUntil(500, SECOND)).isZero();
		this.budget.correct(850, 0);
		assertThat(this.budget.left(SECOND)).isEqualTo(50);
		assertThat(this.budget.nanosUntil(500, SECOND)).isPositive();
		assertThat(this.budget.left(2 * MINUTE)).isEqualTo(1000);
		this.budget.correct(-850, 0);
		assertThat(this.budget.left(2 * MINUTE)).as("that minute is over").isEqualTo(1000);
		this.budget.correct(850, 0);
		assertThat(this.budget.left(2 * MINUTE)).as("told late, but the server has counted it").isEqualTo(150);
	}

	@Test
	void whatWasSpentCountsOnWithAnotherLimit() {
		this.budget.spend(10, 0);
		assertThat(this.budget.nanosUntil(1, 0)).isZero();
		this.budget.limit(10, SECOND);
		assertThat(this.budget.nanosUntil(1, SECOND)).isGreaterThan(59 * SECOND);
		this.budget.limit(20, SECOND);
		assertThat(this.budget.nanosUntil(1, SECOND)).isZero();
		assertThat(this.budget.left(SECOND)).isEqualTo(10);
	}

}
