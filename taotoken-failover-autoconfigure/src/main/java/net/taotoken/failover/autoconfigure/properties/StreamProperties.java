package net.taotoken.failover.autoconfigure.properties;

import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.StreamDelivery;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Streamed answers.
 *
 * @param delivery When the reader of a stream gets its chunks. With "live" as they come,
 * with "whole" once the answer is proven whole, so that a break at any point is repaired
 * unseen.
 * @param onInterruption What a live stream does when it breaks. With "fail" it ends with
 * an exception, with "restart" the next model begins the answer again, which is announced
 * to the reader.
 * @since 0.1.0
 */
public record StreamProperties(@DefaultValue("live") StreamDelivery delivery,
		@DefaultValue("fail") InterruptionReaction onInterruption) {

	static final StreamProperties DEFAULTS = new StreamProperties(StreamDelivery.LIVE, InterruptionReaction.FAIL);

}
