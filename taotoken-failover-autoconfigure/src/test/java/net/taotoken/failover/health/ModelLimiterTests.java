package net.taotoken.failover.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.TokenDemand;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ModelLimiter}.
 */
class ModelLimiterTests {

	private final HealthNews news = new HealthNews(List.of());

	private final ModelLimiter limiter = new ModelLimiter(new ModelLimits(null, 1000L, null));

	private Applicant applicant(Supplier<TokenDemand> demand) {
		return new Applicant(this.news, demand);
	}

	@Test
	@Timeout(60)
	void sizeThatIsSlowToTellHoldsNobodyUp() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch told = new CountDownLatch(1);
		FutureTask<Long> slow = new FutureTask<>(() -> this.limiter.tryTake(applicant(() -> {
			asked.countDown();
			try {
				told.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return new TokenDemand(0, 7);
		}), 0));
		new Thread(slow).start();
		asked.await();
		assertThat(this.limiter.tryTake(applicant(() -> new TokenDemand(0, 5)), 0)).isEqualTo(5);
		told.countDown();
		assertThat(slow.get()).isEqualTo(7);
	}

	@Test
	void sizeThatCannotBeToldTakesNothing() {
		Applicant unknown = applicant(() -> {
			throw new IllegalStateException("for a test");
		});
		assertThatIllegalStateException().isThrownBy(() -> this.limiter.tryTake(unknown, 0));
		assertThat(this.limiter.use(0).tokensLeft()).isEqualTo(1000);
	}

	@Test
	void sizeIsAskedOnceAndOnlyWhereTokensAreLimited() {
		int[] asked = new int[1];
		Applicant applicant = applicant(() -> {
			asked[0]++;
			return TokenDemand.UNKNOWN;
		});
		new ModelLimiter(new ModelLimits(60, null, 1)).tryTake(applicant, 0);
		assertThat(asked[0]).isZero();
		this.limiter.tryTake(applicant, 0);
		this.limiter.nanosUntilRoom(applicant, 0);
		assertThat(asked[0]).isOne();
	}

	@Test
	void noWordOfAServerClosesAModelForLongerThanAMinute() {
		this.limiter.ended(permit(1), new TokensUsed(Long.MAX_VALUE, Long.MAX_VALUE), 1);
		assertThat(Duration.ofNanos(this.limiter.nanosUntilRoom(applicant(() -> new TokenDemand(0, 1000)), 0)))
			.isBetween(Duration.ofSeconds(59), Duration.ofSeconds(62));
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, -1000, Long.MIN_VALUE })
	void noWordOfAServerGivesBackMoreThanWasTaken(long prompt) {
		LimitedPermit permit = permit(this.limiter.tryTake(applicant(() -> new TokenDemand(0, 600)), 0));
		this.limiter.ended(permit, new TokensUsed(prompt, 1), 1);
		assertThat(this.limiter.use(0).tokensLeft()).isEqualTo(999);
	}

	@ParameterizedTest
	@CsvSource({ "20, 0, 59, 62", "10, 5000, 14, 16" })
	void callsThatBeganBeforeALimitCountOnceItIsSet(int calls, long left, long leastSeconds, long mostSeconds) {
		long later = Duration.ofMinutes(10).toNanos();
		ModelLimiter limiter = new ModelLimiter(new ModelLimits(null, null, 50));
		limiter.tryTake(null, 0);
		Applicant applicant = applicant(() -> new TokenDemand(0, 500));
		for (int call = 0; call < calls; call++) {
			limiter.tryTake(applicant, later);
		}
		limiter.configure(new ModelLimits(null, 10_000L, 50));
		for (int call = 0; call < calls; call++) {
			limiter.ended(permit(limiter, 0, later), new TokensUsed(0, 500), 1);
		}
		assertThat(limiter.use(later).tokensLeft()).isEqualTo(left);
		assertThat(Duration.ofNanos(limiter.nanosUntilRoom(applicant, later)))
			.isBetween(Duration.ofSeconds(leastSeconds), Duration.ofSeconds(mostSeconds));
	}

	@Test
	void tokensOfARequestOfNoCallCountAfterAPause() {
		long later = Duration.ofMinutes(5).toNanos();
		this.limiter.tryTake(applicant(() -> new TokenDemand(0, 1)), 0);
		this.limiter.tryTake(null, later);
		this.limiter.ended(permit(this.limiter, 0, later), new TokensUsed(0, 700), 1);
		assertThat(this.limiter.use(later + 1).tokensLeft()).isEqualTo(300);
	}

	private LimitedPermit permit(long tokens) {
		return permit(this.limiter, tokens, 0);
	}

	private static LimitedPermit permit(ModelLimiter limiter, long tokens, long at) {
		ModelHealth health = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(), List.of()).of("m");
		return new LimitedPermit(health, null, false, null, limiter, null, tokens, at);
	}

	@Test
	void clockThatIsSetBackClosesAModelForNoLonger() {
		Applicant all = applicant(() -> new TokenDemand(0, 1000));
		long hours = Duration.ofHours(3).toNanos();
		this.limiter.tryTake(all, 0);
		assertThat(this.limiter.tryTake(all, hours)).isEqualTo(1000);
		assertThat(Duration.ofNanos(this.limiter.nanosUntilRoom(all, 0))).isBetween(Duration.ofSeconds(30),
				Duration.ofMinutes(2));
		assertThat(this.limiter.use(0).tokensLeft()).as("what was spent counts on").isZero();
		assertThat(this.limiter.tryTake(all, Duration.ofMinutes(2).toNanos())).isEqualTo(1000);
	}

}
