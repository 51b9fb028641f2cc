package net.taotoken.failover.gateway.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;
import net.taotoken.failover.time.TickerTime;
import net.taotoken.failover.time.TimeSource;
import org.apache.hc.core5.concurrent.Cancellable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class ExchangeWatchdogTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final TimeSource time = new TickerTime(this.nanos::get);

	private final AtomicInteger cancellations = new AtomicInteger();

	private final Cancellable exchange = () -> this.cancellations.incrementAndGet() > 0;

	@Test
	void watchEndsAtItsDeadlineAndNotBefore() {
		ExchangeWatch watch = watch();
		this.nanos.addAndGet(LIMIT.toNanos() - 1);
		assertThat(watch.check(this.nanos.get())).isFalse();
		this.nanos.incrementAndGet();
		assertThat(watch.check(this.nanos.get())).isTrue();
		assertThat(watch.end()).isEqualTo(Ending.DEADLINE);
		assertThat(this.cancellations).hasValue(1);
	}

	@Test
	void watchThatItsOwnerEndedIsNotCancelled() {
		ExchangeWatch watch = watch();
		assertThat(watch.end()).isEqualTo(Ending.DONE);
		this.nanos.addAndGet(2 * LIMIT.toNanos());
		assertThat(watch.check(this.nanos.get())).isTrue();
		watch.cancel(Ending.SHUTDOWN);
		assertThat(watch.end()).isEqualTo(Ending.DONE);
		assertThat(this.cancellations).hasValue(0);
	}

	@Test
	void deadlineCanOnlyComeNearer() {
		ExchangeWatch watch = watch();
		watch.hasten(this.nanos.get() + 2 * LIMIT.toNanos());
		watch.hasten(this.nanos.get() + 1);
		this.nanos.addAndGet(1);
		assertThat(watch.check(this.nanos.get())).isTrue();
		assertThat(watch.end()).isEqualTo(Ending.DEADLINE);
	}

	@Test
	void interruptOfTheOwnerCancels() {
		ExchangeWatch watch = watch();
		Thread.currentThread().interrupt();
		assertThat(watch.check(this.nanos.get())).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(watch.end()).isEqualTo(Ending.INTERRUPT);
		assertThat(this.cancellations).hasValue(1);
	}

	@Test
	void watchIsCancelledOnce() {
		ExchangeWatch watch = watch();
		watch.cancel(Ending.DEADLINE);
		watch.cancel(Ending.SHUTDOWN);
		assertThat(watch.end()).isEqualTo(Ending.DEADLINE);
		assertThat(this.cancellations).hasValue(1);
	}

	@Test
	void nothingIsKeptOfWhatHasEnded() throws Exception {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		try (watchdog) {
			IntStream.range(0, 1000).forEach((index) -> watchdog.watch(this.exchange, LIMIT).end());
			awaitSleep(watchdog);
			assertThat(watchdog.inFlight()).isZero();
			assertThat(this.cancellations).hasValue(0);
		}
	}

	@Test
	void watchdogWakesUpForLateComers() throws Exception {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		try (watchdog) {
			watchdog.watch(this.exchange, LIMIT).end();
			awaitSleep(watchdog);
			CountDownLatch cancelled = new CountDownLatch(1);
			ExchangeWatch watch = watchdog.watch(() -> {
				cancelled.countDown();
				return true;
			}, LIMIT);
			this.nanos.addAndGet(LIMIT.toNanos());
			assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(watch.end()).isEqualTo(Ending.DEADLINE);
		}
	}

	@Test
	void exchangeThatThrowsWhenCancelledHurtsNobodyElse() throws Exception {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		try (watchdog) {
			watchdog.watch(() -> {
				throw new IllegalStateException("broken");
			}, Duration.ofNanos(1));
			this.nanos.addAndGet(1);
			CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
			watchdog.watch(() -> cancelled.complete(true), Duration.ofNanos(1));
			this.nanos.addAndGet(1);
			assertThat(cancelled.get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void errorWhileCancellingIsNotTheEndOfTheWatchAndIsTriedAgain() throws Exception {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		try (watchdog) {
			CountDownLatch cancelled = new CountDownLatch(1);
			AtomicInteger attempts = new AtomicInteger();
			ExchangeWatch first = watchdog.watch(() -> {
				if (attempts.getAndIncrement() < 3) {
					throw new OutOfMemoryError("for a test");
				}
				cancelled.countDown();
				return true;
			}, LIMIT);
			ExchangeWatch second = watchdog.watch(this.exchange, LIMIT);
			this.nanos.addAndGet(LIMIT.toNanos());
			assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(first.end()).isEqualTo(Ending.DEADLINE);
			assertThat(second.end()).isEqualTo(Ending.DEADLINE);
			assertThat(this.cancellations).hasValue(1);
			awaitSleep(watchdog);
			assertThat(watchdog.inFlight()).isZero();
		}
	}

	@Test
	void errorOfTheClockLosesNobody() throws Exception {
		AtomicInteger failures = new AtomicInteger(5);
		Thread test = Thread.currentThread();
		TimeSource failing = new TickerTime(() -> {
			if (Thread.currentThread() != test && failures.getAndDecrement() > 0) {
				throw new OutOfMemoryError("for a test");
			}
			return this.nanos.get();
		});
		ExchangeWatchdog watchdog = new ExchangeWatchdog(failing, () -> false);
		try (watchdog) {
			CountDownLatch cancelled = new CountDownLatch(1);
			ExchangeWatch watch = watchdog.watch(() -> {
				cancelled.countDown();
				return true;
			}, LIMIT);
			this.nanos.addAndGet(LIMIT.toNanos());
			assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(watch.end()).isEqualTo(Ending.DEADLINE);
			assertThat(failures).hasNonPositiveValue();
		}
	}

	@Test
	void watchesThatEndInAnyOrderAreForgotten() throws Exception {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		try (watchdog) {
			List<ExchangeWatch> watches = IntStream.range(0, 7)
				.mapToObj((index) -> watchdog.watch(this.exchange, LIMIT))
				.toList();
			for (int index : new int[] { 3, 0, 6, 5, 1, 2, 4 }) {
				Awaitility.await().until(() -> watchdog.inFlight() > 0);
				watches.get(index).end();
			}
			awaitSleep(watchdog);
			assertThat(watchdog.inFlight()).isZero();
			assertThat(this.cancellations).hasValue(0);
		}
	}

	@Test
	void closeCancelsWhatIsUnderWayAndWhatComesLater() {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		ExchangeWatch early = watchdog.watch(this.exchange, LIMIT);
		watchdog.close();
		assertThat(early.end()).isEqualTo(Ending.SHUTDOWN);
		assertThat(watchdog.watch(this.exchange, LIMIT).end()).isEqualTo(Ending.SHUTDOWN);
		assertThat(this.cancellations).hasValue(2);
	}

	@Test
	void absurdlyLongLimitIsNoOverflow() {
		ExchangeWatchdog watchdog = new ExchangeWatchdog(this.time, () -> false);
		ExchangeWatch watch = new ExchangeWatch(this.exchange, Thread.currentThread(),
				watchdog.deadline(Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(watch.check(this.nanos.get())).isFalse();
		watchdog.close();
	}

	@Test
	void sourceOfTimeHearsHowManyWaitAndWhenTheFirstLimitPasses() throws Exception {
		BlockingQueue<Pause> pauses = new LinkedBlockingQueue<>();
		TimeSource listening = new TimeSource() {

			@Override
			public long nanoTime() {
				return ExchangeWatchdogTests.this.nanos.get();
			}

			@Override
			public Instant instant() {
				return Instant.EPOCH;
			}

			@Override
			public boolean await(CountDownLatch signal, Duration timeout) {
				throw new IllegalStateException("a watchdog does not wait for this time to pass");
			}

			@Override
			public void pause(int waiting, long due, Duration longest) {
				pauses.add(new Pause(waiting, waiting > 0 ? due : 0));
				TimeSource.super.pause(waiting, due, longest);
			}

		};
		try (ExchangeWatchdog watchdog = new ExchangeWatchdog(listening, () -> false)) {
			watchdog.watch(this.exchange, LIMIT.multipliedBy(2));
			ExchangeWatch first = watchdog.watch(this.exchange, LIMIT);
			watchdog.watch(this.exchange, LIMIT.multipliedBy(3)).rest(this.nanos.get() + 1);
			awaitPause(pauses, new Pause(2, this.nanos.get() + LIMIT.toNanos()));
			first.answerBegins();
			awaitPause(pauses, new Pause(1, this.nanos.get() + 2 * LIMIT.toNanos()));
			first.arm(this.nanos.get() + LIMIT.toNanos());
			awaitPause(pauses, new Pause(2, this.nanos.get() + LIMIT.toNanos()));
			first.end();
			awaitPause(pauses, new Pause(1, this.nanos.get() + 2 * LIMIT.toNanos()));
		}
	}

	private static void awaitPause(BlockingQueue<Pause> pauses, Pause expected) {
		Awaitility.await().until(() -> expected.equals(pauses.poll(10, TimeUnit.SECONDS)));
	}

	private record Pause(int waiting, long due) {
	}

	private static void awaitSleep(ExchangeWatchdog watchdog) {
		while (!watchdog.isAsleep()) {
			Thread.onSpinWait();
		}
	}

	private ExchangeWatch watch() {
		return new ExchangeWatch(this.exchange, Thread.currentThread(), this.nanos.get() + LIMIT.toNanos());
	}

}
