package net.taotoken.failover.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import net.taotoken.failover.health.Demotions;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.support.GuardedLoop;
import net.taotoken.failover.support.RestartableLoop;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the order of the models in step with what the sources say: models that are not
 * available or low on quota move behind the others, and back. One daemon thread reads the
 * sources between start and stop, the first time at once; without sources there is none.
 * Calls never wait for it. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ConsoleSync implements SmartLifecycle {

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

	private final Supplier<Routes> routes;

	private final TimeSource time;

	private final RandomGenerator random;

	private final List<SourceSync> sources = new ArrayList<>();

	private final RestartableLoop loop = new RestartableLoop(
			() -> new GuardedLoop("taotoken-console", LONGEST_WAIT, this::syncAndWait));

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	/**
	 * Create a synchronisation that does nothing until it is started.
	 * @param sources the sources by name, in the order in which they are read
	 * @param routes gives the routes that hold now; asked at each reading
	 * @param demotions owns the demotions of models
	 * @param settings what is made of reports
	 * @param time where time comes from
	 * @param random where chance comes from; must be safe for use by many threads
	 * @param events hears of demotions and of low quotas
	 */
	public ConsoleSync(Map<String, ModelStatusSource> sources, Supplier<Routes> routes, Demotions demotions,
			ConsoleSettings settings, TimeSource time, RandomGenerator random, ApplicationEventPublisher events) {
		this.routes = routes;
		this.time = time;
		this.random = random;
		if (!sources.isEmpty()) {
			DemotionReporter reporter = new DemotionReporter(settings, demotions, time, events);
			sources.forEach((name, source) -> this.sources.add(new SourceSync(name, source, reporter)));
		}
	}

	/**
	 * Read all sources now, one after the other. Blocks until it is done; a source that
	 * fails is reported, and the next one is read.
	 */
	public void sync() {
		this.sources.forEach(this::sync);
	}

	private void sync(SourceSync source) {
		source.sync(this.routes.get().models(), this.random.nextDouble());
	}

	/**
	 * Read the sources whose time has come.
	 * @return the time until the next one is due
	 */
	Duration syncDue() {
		long wait = LONGEST_WAIT.toNanos();
		for (SourceSync source : this.sources) {
			if (source.nanosUntilDue() <= 0) {
				sync(source);
			}
			wait = Math.min(wait, source.nanosUntilDue());
		}
		return Duration.ofNanos(Math.max(0, wait));
	}

	/**
	 * The state of the sources.
	 * @return a snapshot for display
	 */
	public ConsoleSnapshot snapshot() {
		return new ConsoleSnapshot(this.sources.stream().map(SourceSync::state).toList());
	}

	@Override
	public void start() {
		if (!this.sources.isEmpty()) {
			this.loop.start();
		}
	}

	private void syncAndWait() throws InterruptedException {
		// sources and listeners of the application are called on this thread
		Thread.currentThread().setContextClassLoader(this.classLoader);
		this.time.sleep(syncDue());
	}

	@Override
	public void stop() {
		this.loop.stop();
	}

	@Override
	public boolean isRunning() {
		return this.loop.isRunning();
	}

}
