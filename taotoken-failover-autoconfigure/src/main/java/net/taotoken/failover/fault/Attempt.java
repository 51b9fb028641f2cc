package net.taotoken.failover.fault;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One attempt on one model, as it went.
 *
 * @param model the model that was asked
 * @param fault why it failed, or {@code null} if it answered
 * @param startedAt when it began
 * @param duration how long it took, waits before it not included
 * @param requests how often its request was sent: 1, or 2 if a connection that had been
 * kept from an earlier call ended before the first byte of an answer, so that the request
 * was sent again over a new one
 * @since 0.1.0
 */
public record Attempt(String model, @Nullable Fault fault, Instant startedAt, Duration duration,
		int requests) implements Serializable {

	/**
	 * Create an attempt.
	 * @throws IllegalArgumentException if {@code requests} is less than 1
	 */
	public Attempt {
		if (requests < 1) {
			throw new IllegalArgumentException("An attempt has at least one request, not " + requests);
		}
	}

	/**
	 * An attempt whose request was sent once.
	 * @param model the model that was asked
	 * @param fault why it failed, or {@code null} if it answered
	 * @param startedAt when it began
	 * @param duration how long it took
	 */
	public Attempt(String model, @Nullable Fault fault, Instant startedAt, Duration duration) {
		this(model, fault, startedAt, duration, 1);
	}

	/**
	 * An attempt that was answered, such as for a test that fakes one.
	 * @param model the model that answered
	 * @return the attempt, which began now and took no time
	 */
	public static Attempt answered(String model) {
		return new Attempt(model, null, Instant.now(), Duration.ZERO);
	}

	/**
	 * An attempt that failed, such as for a test that fakes one.
	 * @param model the model that was asked
	 * @param fault why it failed
	 * @return the attempt, which began now and took no time
	 */
	public static Attempt failed(String model, Fault fault) {
		return new Attempt(model, fault, Instant.now(), Duration.ZERO);
	}

	/**
	 * This attempt in a few words, such as {@code gpt-4o: timeout after 10000 ms}.
	 * @return a text for messages and logs
	 */
	public String describe() {
		String outcome = (this.fault != null) ? this.fault.describe() : "answered";
		String text = this.model + ": " + outcome + " after " + this.duration.toMillis() + " ms";
		return (this.requests > 1) ? text + " and " + this.requests + " requests" : text;
	}

}
