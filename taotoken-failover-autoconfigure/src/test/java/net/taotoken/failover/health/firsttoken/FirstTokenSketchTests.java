package net.taotoken.failover.health.firsttoken;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FirstTokenSketch}.
 */
class FirstTokenSketchTests {

	private final FirstTokenSketch sketch = new FirstTokenSketch();

	@Test
	void nothingIsConcludedFromFewAnswers() {
		for (int i = 0; i < FirstTokenSketch.FEWEST - 1; i++) {
			add(500);
		}
		assertThat(this.sketch.quantile(0.99, 0)).isEqualTo(-1);
		add(500);
		assertThat(this.sketch.quantile(0.99, 0)).isBetween(millis(500), millis(500 * 5 / 4));
	}

	@Test
	void quantilesAreAtMostAQuarterTooHighAndNeverTooLow() {
		Random random = new Random(5);
		long[] times = LongStream.generate(() -> (long) Math.exp(random.nextDouble() * 12)).limit(900).toArray();
		LongStream.of(times).forEach(this::add);
		long[] sorted = LongStream.of(times).sorted().toArray();
		for (double share : new double[] { 0.05, 0.5, 0.9, 0.95, 0.99, 1 }) {
			long exact = sorted[(int) Math.ceil(share * sorted.length) - 1];
			assertThat(this.sketch.quantile(share, 0)).isGreaterThanOrEqualTo(millis(exact))
				.isLessThanOrEqualTo(millis(exact) / 4 * 5 + millis(1));
		}
	}

	@Test
	void longestTimesHaveAPlace() {
		for (int i = 0; i < 20; i++) {
			add(Duration.ofHours(20).toMillis());
		}
		assertThat(this.sketch.quantile(0.99, 0)).isGreaterThan(Duration.ofMinutes(30).toNanos());
	}

	@Test
	void whatIsNewTakesThePlaceOfWhatIsOld() {
		for (int i = 0; i < 5000; i++) {
			add(500);
		}
		for (int i = 0; i < 2000; i++) {
			add(50);
		}
		assertThat(this.sketch.count(0)).isLessThanOrEqualTo(2000);
		assertThat(this.sketch.quantile(0.99, 0)).isLessThan(millis(100));
	}

	@Test
	void whatIsOldIsForgottenInTwoSteps() {
		for (int i = 0; i < 30; i++) {
			this.sketch.add(millis(900), 1, 0);
		}
		long later = FirstTokenSketch.SPAN_NANOS;
		for (int i = 0; i < 30; i++) {
			this.sketch.add(millis(10), 1, later);
		}
		assertThat(this.sketch.count(later)).isEqualTo(60);
		assertThat(this.sketch.quantile(0.99, later)).isGreaterThan(millis(900));
		assertThat(this.sketch.count(2 * later)).isEqualTo(30);
		assertThat(this.sketch.quantile(0.99, 2 * later)).isLessThan(millis(100));
		assertThat(this.sketch.count(3 * later)).isZero();
		assertThat(this.sketch.quantile(0.99, 3 * later)).isEqualTo(-1);
	}

	@Test
	void countsOfManyThreadsAreAllThere() throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				try {
					start.await();
				}
				catch (InterruptedException ex) {
					return;
				}
				for (int count = 0; count < 200; count++) {
					add(70);
				}
			});
			threads[i].start();
		}
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.sketch.count(0)).isEqualTo(800);
	}

	private void add(long millis) {
		this.sketch.add(millis(millis), 1, 0);
	}

	private static long millis(long millis) {
		return millis * 1_000_000;
	}

}
