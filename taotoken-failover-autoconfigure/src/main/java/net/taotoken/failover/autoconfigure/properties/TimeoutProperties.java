package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of time for all calls.
 *
 * @param connect Maximum time to open a connection to the gateway.
 * @param firstToken Maximum time from a request to the first content token of an answer
 * that is streamed from the gateway. Unless set, at most half of the total. The last
 * model that is left gets the rest of the total.
 * @param learn Whether the limit of the first token follows what a model has shown: a
 * model that is known to be quick is left sooner, and one that is slow, but shows signs
 * of life, gets more time, up to half of the total. Limits that are set for one model
 * hold as they are.
 * @param firstTokenFloor Minimum that is learnt for the first token. Unless set, a third
 * of the limit that is configured.
 * @param stall Maximum silence inside an answer that is streamed from the gateway, after
 * its first token. Signs of life without content, such as comments, extend it, to four
 * times as long at most.
 * @param response Maximum time from a request to the end of an answer that is not
 * streamed from the gateway. Unless set, at most half of the total. The last model that
 * is left gets the rest of the total.
 * @param total Maximum time of a call, all attempts and waits together. For an answer
 * that is streamed from the gateway it counts until the first content token. If it
 * breaks, the time in which it was written does not count.
 * @param streamTotal Maximum time from a request to the end of an answer that is streamed
 * from the gateway. Unless set, there is none.
 * @since 0.1.0
 */
public record TimeoutProperties(@DefaultValue("5s") Duration connect, @Nullable Duration firstToken,
		@DefaultValue("true") boolean learn, @Nullable Duration firstTokenFloor, @Nullable Duration stall,
		@Nullable Duration response, @DefaultValue("120s") Duration total, @Nullable Duration streamTotal) {

	static final TimeoutProperties DEFAULTS = new TimeoutProperties(Duration.ofSeconds(5), null, true, null, null, null,
			Duration.ofSeconds(120), null);

}
