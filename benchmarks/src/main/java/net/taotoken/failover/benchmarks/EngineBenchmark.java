package net.taotoken.failover.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Fallback;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import net.taotoken.failover.ModelCallback;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.Route;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.retry.support.RetryTemplate;

/**
 * The engines alone, around a call that does next to nothing and ends well. One engine is
 * shared by all threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineBenchmark {

	private final String answer = new String("answer");

	private final TaotokenTemplate taotoken = TaotokenClients.template("http://localhost",
			Route.of(Route.DEFAULT, "a", "b", "c"), HealthSettings.defaults(), true);

	private final TaotokenTemplate limited = TaotokenClients.limited("http://localhost",
			Route.of(Route.DEFAULT, "a", "b", "c"), new ModelLimits(Integer.MAX_VALUE, 10_000_000_000_000L, 1000));

	private final ModelCallback<String> callback = this::ask;

	private final RetryTemplate springRetry = RetryTemplate.builder()
		.maxAttempts(3)
		.exponentialBackoff(500, 2, 8000)
		.build();

	private final org.springframework.core.retry.RetryTemplate coreRetry = new org.springframework.core.retry.RetryTemplate(
			RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(500)).build());

	private final Supplier<String> resilience4j = Retry.decorateSupplier(
			Retry.of("a", RetryConfig.custom().maxAttempts(3).waitDuration(Duration.ofMillis(500)).build()),
			io.github.resilience4j.circuitbreaker.CircuitBreaker.of("a", CircuitBreakerConfig.ofDefaults())
				.decorateSupplier(() -> ask("a")));

	private final FailsafeExecutor<String> failsafe = Failsafe.with(Fallback.of("other"),
			dev.failsafe.RetryPolicy.<String>builder().withMaxAttempts(3).build(),
			CircuitBreaker.<String>builder().build());

	/** Set up only for the benchmark that asks for it. */
	@State(Scope.Benchmark)
	public static class Observed {

		private final TaotokenTemplate template = ObservedTemplate.start("http://localhost", true);

	}

	private String ask(String model) {
		return (model.length() == 1) ? this.answer : model;
	}

	/**
	 * No engine at all.
	 */
	@Benchmark
	public String bare() {
		return ask("a");
	}

	/**
	 * Ours, with health and failover.
	 */
	@Benchmark
	public String taotoken() {
		return this.taotoken.execute(this.callback);
	}

	/**
	 * Ours with all three limits on the first model, which leave room.
	 */
	@Benchmark
	public String taotokenLimited() {
		return this.limited.execute(this.callback);
	}

	/**
	 * Ours in an application that observes every call and attempt.
	 */
	@Benchmark
	public String taotokenObserved(Observed observed) {
		return observed.template.execute(this.callback);
	}

	/**
	 * Spring Retry, which is what we enter after a first failure.
	 */
	@Benchmark
	public String springRetry() {
		return this.springRetry.execute((context) -> ask("a"));
	}

	/**
	 * The retry of Spring Framework.
	 */
	@Benchmark
	public String coreRetry() throws RetryException {
		return this.coreRetry.execute(() -> ask("a"));
	}

	/**
	 * Retry around a circuit breaker.
	 */
	@Benchmark
	public String resilience4j() {
		return this.resilience4j.get();
	}

	/**
	 * Fallback around retry around a circuit breaker.
	 */
	@Benchmark
	public String failsafe() {
		return this.failsafe.get(() -> ask("a"));
	}

}
