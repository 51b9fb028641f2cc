package net.taotoken.failover.event;

import java.time.Instant;

/**
 * A model that was out is healthy again.
 *
 * @param model the model's id
 * @param at when that was
 * @since 0.1.0
 */
public record ModelRecoveredEvent(String model, Instant at) implements TaotokenEvent {

}
