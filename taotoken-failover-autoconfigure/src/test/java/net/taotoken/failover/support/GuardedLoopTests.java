package net.taotoken.failover.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class GuardedLoopTests {

	private static final Duration PAUSE = Duration.ofMillis(1);

	private final AtomicInteger rounds = new AtomicInteger();

	private final AtomicInteger ends = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(classes = { OutOfMemoryError.class, StackOverflowError.class, NoClassDefFoundError.class,
			IllegalStateException.class, java.io.IOException.class })
	void nothingThatARoundThrowsEndsTheLoop(Class<? extends Throwable> type, CapturedOutput output) throws Exception {
		Throwable failure = type.getConstructor(String.class).newInstance("for a test");
		CountDownLatch goneOn = new CountDownLatch(5);
		try (GuardedLoop loop = loop(() -> {
			goneOn.countDown();
			throwAny(failure);
		})) {
			loop.ensureRunning();
			assertThat(goneOn.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(loop.isRunning()).isTrue();
		}
		assertThat(output.getAll().split("a round of background work failed", -1)).hasSize(2);
	}

	@Test
	void eachSeriesOfFailuresIsLogged(CapturedOutput output) {
		try (GuardedLoop loop = loop(() -> {
			int round = this.rounds.getAndIncrement();
			if (round < 7 && round % 3 != 2) {
				throw new IllegalStateException("for a test");
			}
		})) {
			loop.ensureRunning();
			Awaitility.await().until(() -> this.rounds.get() > 6);
		}
		assertThat(output.getAll().split("a round of background work failed", -1)).hasSize(4);
	}

	@Test
	void threadThatCannotBeStartedIsStartedByTheNextUser() {
		AtomicInteger threads = new AtomicInteger();
		try (GuardedLoop loop = new GuardedLoop("test", PAUSE, this::count, (work) -> new Thread(work) {

			@Override
			public void start() {
				if (threads.getAndIncrement() == 0) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start();
			}

		})) {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(loop::ensureRunning);
			assertThat(loop.isRunning()).isFalse();
			loop.ensureRunning();
			Awaitility.await().until(() -> this.rounds.get() > 0);
			loop.ensureRunning();
			assertThat(threads).hasValue(2);
		}
	}

	@Test
	void interruptOfAnybodyElseEndsNothing() {
		AtomicInteger interrupts = new AtomicInteger();
		try (GuardedLoop loop = loop(() -> {
			this.rounds.incrementAndGet();
			if (interrupts.getAndIncrement() < 3) {
				Thread.currentThread().interrupt();
				Thread.sleep(1);
			}
		})) {
			loop.ensureRunning();
			Awaitility.await().until(() -> this.rounds.get() > 5);
		}
	}

	@Test
	void closeInterruptsTheRoundAndEndsTheTaskOnce() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		GuardedLoop loop = loop(() -> {
			waiting.countDown();
			new CountDownLatch(1).await();
		});
		loop.ensureRunning();
		waiting.await();
		loop.close();
		loop.close();
		assertThat(this.ends).hasValue(1);
		assertThat(loop.isRunning()).isFalse();
		loop.ensureRunning();
		assertThat(loop.isRunning()).isFalse();
	}

	@Test
	void loopThatNeverRanEndsItsTaskToo() {
		loop(this::count).close();
		assertThat(this.ends).hasValue(1);
		assertThat(this.rounds).hasValue(0);
	}

	@Test
	void loopCanBeClosedByItsOwnRound() {
		AtomicInteger closes = new AtomicInteger();
		GuardedLoop[] loop = new GuardedLoop[1];
		loop[0] = loop(() -> {
			loop[0].close();
			closes.incrementAndGet();
		});
		loop[0].ensureRunning();
		Awaitility.await().until(() -> this.ends.get() == 1);
		assertThat(closes).hasValue(1);
	}

	private void count() {
		this.rounds.incrementAndGet();
		Thread.yield();
	}

	private GuardedLoop loop(GuardedLoop.Task round) {
		return new GuardedLoop("test", PAUSE, new GuardedLoop.Task() {

			@Override
			public void round() throws InterruptedException {
				round.round();
			}

			@Override
			public void end() {
				GuardedLoopTests.this.ends.incrementAndGet();
			}

		});
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void throwAny(Throwable failure) throws E {
		throw (E) failure;
	}

}
