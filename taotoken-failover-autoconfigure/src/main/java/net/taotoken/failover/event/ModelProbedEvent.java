package net.taotoken.failover.event;

import java.time.Duration;
import java.time.Instant;

import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A model whose cool-down had ended was asked whether it is back, by a tiny request that
 * belongs to no call. Where a call found out, there is no such event.
 *
 * @param model the model's id
 * @param fault why it is not back, or {@code null} if it is
 * @param took how long it took to find out
 * @param at when that was known
 * @since 0.1.0
 */
public record ModelProbedEvent(String model, @Nullable Fault fault, Duration took,
		Instant at) implements TaotokenEvent {
}
