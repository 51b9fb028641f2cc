package net.taotoken.failover.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A second model beside one that is slow to begin.
 *
 * @param after Time without the first token, or without the whole answer where it is not
 * streamed from the gateway, after which the next model is asked, too. The first to
 * deliver wins, and the other is cancelled. With auto, as long as 95 % of a model's
 * answers take to begin. Unless set, calls are not hedged.
 * @param maxExtra Maximum fraction of calls that are hedged.
 * @since 0.1.0
 */
public record HedgeProperties(@Nullable String after, @DefaultValue("0.05") double maxExtra) {

	static final HedgeProperties DEFAULTS = new HedgeProperties(null, 0.05);

}
