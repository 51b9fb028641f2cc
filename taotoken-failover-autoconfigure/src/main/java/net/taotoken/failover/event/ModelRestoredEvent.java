package net.taotoken.failover.event;

import java.time.Instant;

/**
 * A model that stood behind all others is back in its place. Published on the thread that
 * found out.
 *
 * @param model the model's id
 * @param at when that was
 * @since 0.1.0
 */
public record ModelRestoredEvent(String model, Instant at) implements TaotokenEvent {

}
