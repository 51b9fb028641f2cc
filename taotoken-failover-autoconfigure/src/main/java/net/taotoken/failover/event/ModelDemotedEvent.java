package net.taotoken.failover.event;

import java.time.Instant;

/**
 * A model stands behind all others from now on, although it has not failed. Published on
 * the thread that found out.
 *
 * @param model the model's id
 * @param reason why, in words that are safe to show
 * @param at when that was
 * @since 0.1.0
 */
public record ModelDemotedEvent(String model, String reason, Instant at) implements TaotokenEvent {

}
