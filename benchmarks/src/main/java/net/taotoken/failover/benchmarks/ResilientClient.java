package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

/**
 * A client as people build it with Resilience4j: a retry and a circuit breaker for each
 * model, both with the same waits as ours, and a loop around them.
 */
final class ResilientClient implements ChatClient {

	private final List<ModelOf> models = new ArrayList<>();

	ResilientClient(String baseUrl, List<String> models, boolean streamed, Duration timeout, double timeScale) {
		for (String model : models) {
			ScriptLoop once = new ScriptLoop(baseUrl, List.of(model), streamed, timeout, timeScale);
			Retry retry = Retry.of(model,
					RetryConfig.custom()
						.maxAttempts(2)
						.waitDuration(Duration.ofMillis((long) (3000 * timeScale)))
						.ignoreExceptions(CallNotPermittedException.class)
						.build());
			CircuitBreaker breaker = CircuitBreaker.of(model,
					CircuitBreakerConfig.custom()
						.slidingWindow(60, 5, CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
						.waitDurationInOpenState(Duration.ofMillis((long) (5000 * timeScale)))
						.permittedNumberOfCallsInHalfOpenState(1)
						.build());
			this.models.add(new ModelOf(once, retry, breaker));
		}
	}

	@Override
	public String chat(String question) throws Exception {
		Exception last = new IOException("no model");
		for (ModelOf model : this.models) {
			try {
				Callable<String> call = () -> model.client().once(question);
				return Retry.decorateCallable(model.retry(), CircuitBreaker.decorateCallable(model.breaker(), call))
					.call();
			}
			catch (IOException | CallNotPermittedException ex) {
				last = ex;
			}
		}
		throw last;
	}

	private record ModelOf(ScriptLoop client, Retry retry, CircuitBreaker breaker) {
	}

}
