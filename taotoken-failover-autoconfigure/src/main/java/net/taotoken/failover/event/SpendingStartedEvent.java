package net.taotoken.failover.event;

import java.time.Instant;

/**
 * Calls are answered at an entry that may be used for certain faults only, such as the
 * one that is paid from the balance. Published once, on the thread of the first such
 * call, until {@link SpendingEndedEvent}.
 *
 * @param entry the name of the entry
 * @param model the id of the candidate that answered
 * @param at when that was
 * @since 0.1.0
 */
public record SpendingStartedEvent(String entry, String model, Instant at) implements TaotokenEvent {

}
