package net.taotoken.failover.event;

import java.time.Instant;

/**
 * A model that stood behind all others is back in its place. Published on the thread that
 * found out.
 *
 * @param model the model's id
 * @param at when that was
 */
public record ModelRestoredEvent(String model, Instant at) implements TaotokenEvent {

}
