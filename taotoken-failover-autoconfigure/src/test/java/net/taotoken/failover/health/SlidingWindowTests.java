package net.taotoken.failover.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlidingWindow}, with Resilience4j's circuit breaker as an oracle.
 */
class SlidingWindowTests {

	private final ManualTime time = new ManualTime();

	private final SlidingWindow window = new SlidingWindow(Duration.ofSeconds(60));

	@Test
	void countsAsTheCircuitBreakerOfResilience4jDoes() {
		CircuitBreaker oracle = oracle();
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			this.time.advance(Duration.ofMillis(random.nextInt(2000)));
			if (random.nextInt(50) == 0) {
				this.time.advance(Duration.ofSeconds(random.nextInt(100)));
			}
			if (random.nextBoolean()) {
				oracle.onSuccess(1, TimeUnit.MICROSECONDS);
				this.window.success(this.time.nanoTime(), 1000);
			}
			else {
				oracle.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
				this.window.error(this.time.nanoTime());
			}
			assertSameCounts(oracle);
		}
	}

	@Test
	void doesNotDriftFromTheOracleUnderConcurrentUse() throws Exception {
		CircuitBreaker oracle = oracle();
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		CyclicBarrier barrier = new CyclicBarrier(8, () -> {
			try {
				assertSameCounts(oracle);
			}
			catch (AssertionError ex) {
				failure.compareAndSet(null, ex);
			}
			this.time.advance(Duration.ofMillis(700));
		});
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 8; t++) {
			Random random = new Random(t);
			threads.add(new Thread(() -> {
				for (int round = 0; round < 200; round++) {
					for (int i = 0; i < 100; i++) {
						record(oracle, random.nextBoolean());
					}
					await(barrier);
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failure.get()).isNull();
	}

	@Test
	void countsAnewAtTheSameTickAfterAllIsForgotten() {
		this.window.success(this.time.nanoTime(), 0);
		this.window.clear();
		assertThat(this.window.successes(this.time.nanoTime())).isZero();
		this.window.success(this.time.nanoTime(), 0);
		assertThat(this.window.successes(this.time.nanoTime())).isEqualTo(1);
	}

	@Test
	void ticksMayBeNegative() {
		long start = -Duration.ofMinutes(10).toNanos();
		this.window.success(start, 0);
		this.window.success(start + Duration.ofSeconds(30).toNanos(), 0);
		assertThat(this.window.successes(start + Duration.ofSeconds(59).toNanos())).isEqualTo(2);
		assertThat(this.window.successes(start + Duration.ofSeconds(61).toNanos())).isEqualTo(1);
		assertThat(this.window.successes(start + Duration.ofSeconds(91).toNanos())).isZero();
	}

	@Test
	void longWindowHasRoomForManySlowAnswersAtATime() {
		SlidingWindow day = new SlidingWindow(Duration.ofDays(1));
		// two thousand at a time all through one bucket of 24 minutes
		for (int i = 0; i < 144_000; i++) {
			day.success(this.time.nanoTime(), Duration.ofSeconds(20).toNanos());
		}
		assertThat(day.successes(this.time.nanoTime())).isEqualTo(144_000);
		assertThat(Duration.ofNanos(day.latencyNanos(this.time.nanoTime())).toSeconds()).isBetween(2_870_000L,
				2_880_000L);
	}

	private void record(CircuitBreaker oracle, boolean success) {
		if (success) {
			oracle.onSuccess(1, TimeUnit.MICROSECONDS);
			this.window.success(this.time.nanoTime(), 1000);
		}
		else {
			oracle.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
			this.window.error(this.time.nanoTime());
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertSameCounts(CircuitBreaker oracle) {
		CircuitBreaker.Metrics metrics = oracle.getMetrics();
		// the oracle moves its window only when something is recorded
		assertThat(this.window.successes(this.time.nanoTime())).isEqualTo(metrics.getNumberOfSuccessfulCalls());
		assertThat(this.window.errors(this.time.nanoTime())).isEqualTo(metrics.getNumberOfFailedCalls());
		assertThat(this.window.latencyNanos(this.time.nanoTime()))
			.isEqualTo(1000L * metrics.getNumberOfSuccessfulCalls());
	}

	private CircuitBreaker oracle() {
		CircuitBreakerConfig config = CircuitBreakerConfig.custom()
			.slidingWindow(60, Integer.MAX_VALUE, SlidingWindowType.TIME_BASED)
			.clock(new ManualClock(this.time))
			.build();
		return CircuitBreaker.of("oracle", config);
	}

	private static final class ManualClock extends Clock {

		private final ManualTime time;

		private ManualClock(ManualTime time) {
			this.time = time;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.time.instant();
		}

	}

}
