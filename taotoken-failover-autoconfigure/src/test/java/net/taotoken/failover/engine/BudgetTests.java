package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.engine.call.RetryBudget;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryBudget} and {@link HedgeBudget}.
 */
class BudgetTests {

	private final ManualTime time = new ManualTime();

	private final RetryBudget retries = new RetryBudget(this.time);

	@Test
	void retriesAreAReserveAndAFractionOfRecentCalls() {
		assertThat(this.retries.left(0.2)).isEqualTo(100);
		for (int call = 0; call < 50; call++) {
			this.retries.callStarted(this.time.nanoTime());
		}
		assertThat(this.retries.left(0.2)).isEqualTo(110);
		for (int retry = 0; retry < 110; retry++) {
			assertThat(this.retries.tryRetry(0.2)).isTrue();
		}
		assertThat(this.retries.tryRetry(0.2)).isFalse();
		assertThat(this.retries.left(0.2)).isZero();
		this.time.advance(Duration.ofSeconds(11));
		assertThat(this.retries.left(0.2)).as("ten seconds are the recent past").isEqualTo(100);
	}

	@Test
	void hedgesAreAFractionOfCalls() {
		HedgeBudget budget = new HedgeBudget(0.05);
		assertThat(budget.tryHedge()).isFalse();
		int hedged = 0;
		for (int call = 1; call <= 100; call++) {
			budget.callStarted();
			hedged += budget.tryHedge() ? 1 : 0;
			assertThat(hedged).isEqualTo(call / 20);
		}
	}

	@Test
	void quietTimeSavesUpTenHedgesAtMost() {
		HedgeBudget budget = new HedgeBudget(1);
		for (int call = 0; call < 1000; call++) {
			budget.callStarted();
		}
		int hedged = 0;
		while (budget.tryHedge()) {
			hedged++;
		}
		assertThat(hedged).isEqualTo(10);
	}

}
