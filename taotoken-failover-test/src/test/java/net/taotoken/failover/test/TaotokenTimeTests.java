package net.taotoken.failover.test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class TaotokenTimeTests {

	private final TaotokenTime time = new TaotokenTime();

	@Test
	void sleepMovesTheTime() throws InterruptedException {
		Instant start = this.time.instant();
		this.time.sleep(Duration.ofDays(3));
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofDays(3));
		assertThat(this.time.instant()).isEqualTo(start.plus(Duration.ofDays(3)));
	}

	@Test
	void signalThatIsThereIsNotWaitedFor() throws InterruptedException {
		assertThat(this.time.await(new CountDownLatch(0), Duration.ofSeconds(1))).isTrue();
		assertThat(this.time.await(new CountDownLatch(1), Duration.ZERO)).isFalse();
		assertThat(this.time.elapsed()).isZero();
	}

	@Test
	void timeStandsStillWhileAServerWrites() throws InterruptedException {
		CountDownLatch signal = new CountDownLatch(1);
		this.time.exchangeBegins();
		Thread writer = new Thread(signal::countDown);
		writer.start();
		assertThat(this.time.await(signal, Duration.ofSeconds(1))).isTrue();
		assertThat(this.time.elapsed()).isZero();
		writer.join();
	}

	@Test
	void interruptEndsAWait() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.time.sleep(Duration.ofSeconds(1)));
		assertThat(this.time.elapsed()).isZero();
	}

	@Test
	void sleepersWakeUpOneAfterTheOther() throws InterruptedException {
		AtomicLong first = new AtomicLong();
		Thread other = new Thread(() -> sleepOneHour(first));
		other.start();
		this.time.sleep(Duration.ofHours(2));
		other.join();
		assertThat(this.time.elapsed()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
		assertThat(Duration.ofNanos(first.get())).isBetween(Duration.ofHours(1), Duration.ofHours(3));
	}

	private void sleepOneHour(AtomicLong end) {
		try {
			this.time.sleep(Duration.ofHours(1));
			end.set(this.time.nanoTime());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void workOfAnotherThreadTakesNoTimeOfItsOwn() throws InterruptedException {
		CountDownLatch signal = new CountDownLatch(1);
		Thread worker = new Thread(signal::countDown);
		worker.start();
		assertThat(this.time.awaitWork(signal, Duration.ofDays(1))).isTrue();
		assertThat(this.time.elapsed()).isLessThan(Duration.ofHours(1));
		worker.join();
	}

	@Test
	void timePassesWhileAnotherThreadIsBusyElsewhere() throws InterruptedException {
		assertThat(this.time.awaitWork(new CountDownLatch(1), Duration.ofMillis(50))).isFalse();
		assertThat(this.time.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void timeMovesForAThreadWhoseHelperWaits() throws InterruptedException {
		CountDownLatch signal = new CountDownLatch(1);
		Thread worker = new Thread(() -> {
			sleepOneHour(new AtomicLong());
			signal.countDown();
		});
		worker.start();
		assertThat(this.time.awaitWork(signal, Duration.ofHours(2))).isTrue();
		assertThat(this.time.elapsed()).isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMinutes(1));
		worker.join();
	}

	@Test
	void timeDoesNotGoBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.time.advance(Duration.ofSeconds(-1)));
	}

	@Test
	void waitForAnotherServerTakesRealTime() {
		for (int look = 0; this.time.elapsed().isZero(); look++) {
			this.time.pause(1, Duration.ofSeconds(10).toNanos(), Duration.ofMillis(1));
			assertThat(look).isLessThan(10_000);
		}
		assertThat(this.time.elapsed()).isLessThan(Duration.ofSeconds(10));
	}

}
