package net.taotoken.failover.fault;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One exchange with one model, as it went.
 *
 * @param model the model that was asked
 * @param fault why it failed, or {@code null} if it answered
 * @param startedAt when it began
 * @param duration how long it took, waits before it not included
 */
public record Attempt(String model, @Nullable Fault fault, Instant startedAt,
		Duration duration) implements Serializable {

	/**
	 * This attempt in a few words, such as {@code gpt-4o: timeout after 10000 ms}.
	 * @return a text for messages and logs
	 */
	public String describe() {
		String outcome = (this.fault != null) ? this.fault.describe() : "answered";
		return this.model + ": " + outcome + " after " + this.duration.toMillis() + " ms";
	}

}
