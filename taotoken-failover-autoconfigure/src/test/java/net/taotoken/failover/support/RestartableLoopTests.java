package net.taotoken.failover.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RestartableLoop}.
 */
@Timeout(60)
class RestartableLoopTests {

	private final Semaphore rounds = new Semaphore(0);

	private final AtomicInteger made = new AtomicInteger();

	private final AtomicBoolean withoutThreads = new AtomicBoolean();

	private final RestartableLoop loop = new RestartableLoop(this::newLoop);

	@AfterEach
	void stop() {
		this.loop.stop();
	}

	@Test
	void loopRunsFromStartToStop() throws InterruptedException {
		assertThat(this.loop.isStarted()).isFalse();
		assertThat(this.loop.isRunning()).isFalse();
		this.loop.start();
		this.rounds.acquire();
		assertThat(this.loop.isStarted()).isTrue();
		assertThat(this.loop.isRunning()).isTrue();
		this.loop.stop();
		assertThat(this.loop.isStarted()).isFalse();
		assertThat(this.loop.isRunning()).isFalse();
	}

	@Test
	void secondStartAndStopHaveNoEffect() throws InterruptedException {
		this.loop.start();
		this.loop.start();
		this.rounds.acquire();
		assertThat(this.made).hasValue(1);
		this.loop.stop();
		this.loop.stop();
		assertThat(this.loop.isStarted()).isFalse();
	}

	@Test
	void loopThatWasStoppedRunsAgain() throws InterruptedException {
		this.loop.start();
		this.rounds.acquire();
		this.loop.stop();
		this.loop.start();
		this.rounds.acquire();
		assertThat(this.made).hasValue(2);
	}

	@Test
	void loopThatWasNotStartedNeedsNoThread() {
		this.loop.ensureRunning();
		assertThat(this.made).hasValue(0);
		assertThat(this.loop.isRunning()).isFalse();
	}

	@Test
	void startThatFailsIsTriedAgain() throws InterruptedException {
		this.withoutThreads.set(true);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(this.loop::start);
		assertThat(this.loop.isStarted()).isFalse();
		this.withoutThreads.set(false);
		this.loop.start();
		this.rounds.acquire();
	}

	private GuardedLoop newLoop() {
		this.made.incrementAndGet();
		return new GuardedLoop("restartable", Duration.ofMillis(1), () -> {
			this.rounds.release();
			new CountDownLatch(1).await();
		}, (work) -> {
			if (this.withoutThreads.get()) {
				throw new OutOfMemoryError("no thread is left");
			}
			return new Thread(work);
		});
	}

}
