package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.support.GuardedLoop;
import net.taotoken.failover.support.RestartableLoop;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Shares the outages of models with the other instances of an application by Redis or
 * Valkey. No call waits for it: one daemon thread sends, receives and reads between start
 * and stop, and without Redis the instance decides by itself. Good answers send nothing.
 * Shared is what a server says of itself, see
 * {@link net.taotoken.failover.fault.FaultKind#isWordOfServer()}, and what enough
 * instances find out independently; nothing of requests, answers or keys is. Safe for use
 * by many threads.
 */
public final class RedisSharedHealth implements SharedHealth, SmartLifecycle {

	private static final int MOST_WAITING = 10_000;

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	private final FleetSettings settings;

	private final FleetMember member;

	private final TimeSource time;

	private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	/** Whether there were more messages than there is room for. */
	private volatile boolean missed;

	private volatile CountDownLatch signal = new CountDownLatch(1);

	private final RestartableLoop loop = new RestartableLoop(
			() -> new GuardedLoop("taotoken-fleet", PAUSE_AFTER_FAILURE, new Attendance()));

	/**
	 * Create a member of a fleet that does nothing until it is started.
	 * @param settings what is shared, and with whom
	 * @param factory the connection factory of the application. The fleet opens
	 * connections of its own with the same settings
	 * @param tracker hears what the others say
	 * @param models gives the ids of the models that are known now
	 * @param time where time comes from
	 */
	public RedisSharedHealth(FleetSettings settings, LettuceConnectionFactory factory, ModelHealthTracker tracker,
			Supplier<? extends Collection<String>> models, TimeSource time) {
		this(settings, new LettuceFleetRedis(new FleetConnections(factory), settings), tracker, models, time);
	}

	RedisSharedHealth(FleetSettings settings, FleetRedis redis, ModelHealthTracker tracker,
			Supplier<? extends Collection<String>> models, TimeSource time) {
		this.settings = settings;
		this.time = time;
		this.member = new FleetMember(settings, redis, tracker, models, time);
	}

	@Override
	public void modelIsOut(String model, Fault fault, Duration remaining) {
		long until = this.time.nanoTime() + remaining.toNanos();
		if (this.settings.isShared(fault.kind())) {
			enqueue(() -> this.member.modelIsOut(model, fault, until));
		}
	}

	@Override
	public void modelIsBack(String model) {
		enqueue(() -> this.member.modelIsBack(model));
	}

	@Override
	public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
		if (!this.loop.isStarted() || !enqueue(() -> this.member.requestProbe(model, othersProbeFor))) {
			othersProbeFor.accept(Duration.ZERO);
		}
	}

	@Override
	public void probeEnded(String model) {
		enqueue(() -> this.member.probeEnded(model));
	}

	private boolean enqueue(Runnable step) {
		return enqueue(step, MOST_WAITING);
	}

	/** A flood of messages leaves room for what this instance tells. */
	private void enqueue(String message) {
		if (!enqueue(() -> this.member.received(message), MOST_WAITING / 2)) {
			this.missed = true;
		}
	}

	private boolean enqueue(Runnable step, int most) {
		if (this.waiting.get() >= most) {
			return false;
		}
		this.waiting.incrementAndGet();
		this.news.add(step);
		this.signal.countDown();
		this.loop.ensureRunning();
		return true;
	}

	@Override
	public FleetSnapshot snapshot() {
		return this.member.snapshot();
	}

	private void attendAndWait() throws InterruptedException {
		CountDownLatch signal = new CountDownLatch(1);
		this.signal = signal;
		drain();
		if (this.missed) {
			this.missed = false;
			this.member.missedMessages();
		}
		Duration due = this.member.attend(() -> enqueue(this.member::missedMessages), this::enqueue);
		this.time.await(signal, due);
	}

	private void drain() {
		Runnable step = this.news.poll();
		while (step != null) {
			this.waiting.decrementAndGet();
			step.run();
			step = this.news.poll();
		}
	}

	@Override
	public void start() {
		this.loop.start();
	}

	@Override
	public void stop() {
		this.loop.stop();
	}

	@Override
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	private final class Attendance implements GuardedLoop.Task {

		@Override
		public void round() throws InterruptedException {
			attendAndWait();
		}

		@Override
		public void end() {
			RedisSharedHealth.this.member.close();
			// a call that asked who probes gets its answer
			drain();
		}

	}

}
