package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;

import net.taotoken.failover.fault.Reaction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Name;

/**
 * Effect of a kind of fault on a call. What is not set is as built in.
 *
 * @param reaction What the call does next.
 * @param firstWait Time to wait before the same model is asked again, unless the server
 * dictates one.
 * @param coolDown Time for which the model is passed over once a call has left it.
 * @param maxAttempts Maximum number of attempts on one model in one call.
 * @since 0.1.0
 */
public record FaultProperties(@Nullable Reaction reaction, @Name("wait") @Nullable Duration firstWait,
		@Nullable Duration coolDown, @Nullable Integer maxAttempts) {

}
