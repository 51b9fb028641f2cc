package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.engine.ModelProbe;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that go on while a Redis is in trouble, and have to be answered all the same. Now
 * and then the first model is overloaded, so that others are told and somebody probes.
 * Tells how long they took; nothing is asserted of that.
 */
final class OngoingCalls {

	static final String FIRST = "first";

	static final String SECOND = "second";

	private static final int CALLS_PER_FAILURE = 200;

	private static final Log logger = LogFactory.getLog(OngoingCalls.class);

	private final Route route = Route.of(Route.DEFAULT, FIRST, SECOND);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final List<Long> nanos = new ArrayList<>();

	private final FailoverExecutor executor;

	private final String during;

	private final Thread thread;

	private volatile boolean ended;

	private OngoingCalls(String during, ModelHealthTracker tracker) {
		this.during = during;
		this.executor = new FailoverExecutor(tracker,
				List.of((exception) -> (exception instanceof Overload) ? Fault.of(FaultKind.OVERLOADED) : null),
				List.of(), TimeSource.system(), new Random(1));
		this.thread = new Thread(this::run, "calls");
		this.thread.setDaemon(true);
	}

	/**
	 * Let calls go on during a trouble.
	 * @param trouble its name, for the log
	 * @param instance makes the calls
	 * @param steps what happens
	 */
	static void during(String trouble, FleetInstance instance, Steps steps) throws Exception {
		OngoingCalls calls = new OngoingCalls(trouble, instance.tracker());
		calls.thread.start();
		try {
			steps.run();
		}
		finally {
			calls.end();
		}
		calls.report();
	}

	private void run() {
		try {
			while (!this.ended) {
				long start = System.nanoTime();
				String answer = this.executor.execute(this.route, new Call(this.nanos.size())).answer();
				this.nanos.add(System.nanoTime() - start);
				assertThat(answer).isIn(FIRST, SECOND);
				TimeSource.system().sleep(Duration.ofMillis(1));
			}
		}
		catch (Throwable ex) {
			this.failure.set(ex);
		}
	}

	private void end() throws InterruptedException {
		this.ended = true;
		this.thread.join();
		this.executor.close();
	}

	private void report() {
		assertThat(this.failure.get()).as("calls").isNull();
		assertThat(this.nanos).isNotEmpty();
		List<Long> sorted = this.nanos.stream().sorted().toList();
		logger.info(String.format("%-40s %6d calls, p50 %6.3f ms, p99 %6.3f ms, longest %7.3f ms", this.during,
				sorted.size(), sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6,
				sorted.get(sorted.size() - 1) / 1e6));
	}

	interface Steps {

		void run() throws Exception;

	}

	private record Call(int number) implements ModelCall<String> {

		@Override
		public String ask(ModelAttempt attempt) throws Overload {
			String model = attempt.model().id();
			if (model.equals(FIRST) && this.number % CALLS_PER_FAILURE == CALLS_PER_FAILURE - 1) {
				throw new Overload();
			}
			return model;
		}

		@Override
		public ModelProbe probe() {
			return (model) -> {
			};
		}

	}

	private static final class Overload extends Exception {

		private static final long serialVersionUID = 1L;

	}

}
