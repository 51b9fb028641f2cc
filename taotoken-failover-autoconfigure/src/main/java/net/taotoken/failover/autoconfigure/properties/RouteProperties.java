package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.route.RoutingStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A further list of models. What is not set is as in the global settings.
 *
 * @param modelPriority Comma-separated list of models in order of preference. A JSON
 * array of strings is understood, too.
 * @param entries Comma-separated list of the entries that calls on this route may use, in
 * order of preference. Unless set, all of them.
 * @param strategy Order in which the models are tried.
 * @param timeouts Limits of time for calls on this route.
 * @param retry How often and how patiently a call on this route tries.
 * @since 0.1.0
 */
public record RouteProperties(@DefaultValue List<String> modelPriority, @DefaultValue List<String> entries,
		@Nullable RoutingStrategy strategy, @DefaultValue Timeouts timeouts,
		@DefaultValue @NestedConfigurationProperty RetryProperties retry) {

	/**
	 * Limits of time for calls on one route.
	 *
	 * @param firstToken Maximum time from a request to the first content token of an
	 * answer that is streamed from the gateway.
	 * @param stall Maximum silence inside an answer that is streamed from the gateway,
	 * after its first token.
	 * @param response Maximum time from a request to the end of an answer that is not
	 * streamed from the gateway.
	 * @param total Maximum time of a call, all attempts and waits together. For an answer
	 * that is streamed from the gateway it counts until the first content token. If it
	 * breaks, the time in which it was written does not count.
	 */
	public record Timeouts(@Nullable Duration firstToken, @Nullable Duration stall, @Nullable Duration response,
			@Nullable Duration total) {

	}

}
