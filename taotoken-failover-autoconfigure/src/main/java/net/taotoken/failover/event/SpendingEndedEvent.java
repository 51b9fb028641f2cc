package net.taotoken.failover.event;

import java.time.Instant;

/**
 * No call has been answered at an entry that may be used for certain faults only for a
 * minute, and calls are answered elsewhere again. Published on the thread of the call
 * that found out.
 *
 * @param entry the name of the entry
 * @param answers how many answers came from there since {@link SpendingStartedEvent}
 * @param at when that was
 * @since 0.1.0
 */
public record SpendingEndedEvent(String entry, long answers, Instant at) implements TaotokenEvent {

}
