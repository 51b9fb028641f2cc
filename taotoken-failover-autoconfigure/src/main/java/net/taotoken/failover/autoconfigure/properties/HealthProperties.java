package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;

import net.taotoken.failover.health.ProbeMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Conditions under which a model is taken out, and for how long.
 *
 * @param failureRate Share of failed attempts in the window that takes a model out, above
 * 0 and at most 1.
 * @param window How far back attempts are counted.
 * @param minimumCalls Number of attempts in the window below which the failure rate takes
 * no model out.
 * @param coolDown Time for which a model that failed too often is passed over. It doubles
 * each time a probe fails.
 * @param maxCoolDown Maximum time to which the doubling goes.
 * @param maxServerCoolDown Maximum time for which a server can have a model passed over.
 * @param rememberUnsupported Time for which requests turn to other models first when they
 * ask for what a model was seen not to support. Zero to remember nothing.
 * @param probe How it is found out whether a model is back when its cool-down ends. With
 * "request" by a tiny request beside the calls, which another model answers meanwhile,
 * with "call" by the first call that comes.
 * @param demoteBelow Share of a limit of the server, as good answers announce it, below
 * which a model is asked after the others until there is more, between 0 (never) and 1.
 * @param degradedStatus Health status to show while some model is out and every route can
 * still answer. Unless set, the status is UP.
 * @since 0.1.0
 */
public record HealthProperties(@DefaultValue("0.5") double failureRate, @DefaultValue("60s") Duration window,
		@DefaultValue("5") int minimumCalls, @DefaultValue("5s") Duration coolDown, @Nullable Duration maxCoolDown,
		@DefaultValue("1h") Duration maxServerCoolDown, @DefaultValue("10m") Duration rememberUnsupported,
		@DefaultValue("request") ProbeMode probe, @DefaultValue("0.05") double demoteBelow,
		@Nullable String degradedStatus) {

	static final HealthProperties DEFAULTS = new HealthProperties(0.5, Duration.ofSeconds(60), 5, Duration.ofSeconds(5),
			null, Duration.ofHours(1), Duration.ofMinutes(10), ProbeMode.REQUEST, 0.05, null);

}
