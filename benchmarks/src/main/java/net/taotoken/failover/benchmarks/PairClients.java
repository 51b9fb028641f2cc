package net.taotoken.failover.benchmarks;

import java.time.Duration;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Route;

/**
 * Those whose every call asks two models, since the first one is overloaded: by failover
 * without a wait, and by hand. The first model is never taken out.
 */
final class PairClients {

	private PairClients() {
	}

	static ChatClient create(String name, String baseUrl) {
		return switch (name) {
			case ChatClients.FLOOR ->
				new FloorClient(baseUrl, FloorClient.builder().disableAutomaticRetries().build())::pair;
			case ChatClients.OURS -> TaotokenClients.template(baseUrl, route(), neverOut(), true)::chat;
			case ChatClients.UNSTREAMED -> TaotokenClients.template(baseUrl, route(), neverOut(), false)::chat;
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static Route route() {
		Route route = Route.of(Route.DEFAULT, FailoverClients.MODELS.toArray(String[]::new));
		FaultPolicy switchAtOnce = new FaultPolicy(Reaction.SWITCH, Reaction.SWITCH, Duration.ZERO, null, null);
		FaultPolicies faults = FaultPolicies.defaults().with(FaultKind.OVERLOADED, switchAtOnce);
		return new Route(route.name(), route.models(), route.strategy(), route.totalTimeout(), route.retry(), faults,
				route.timeouts());
	}

	private static HealthSettings neverOut() {
		return HealthSettings.builder().failureRate(1).minimumCalls(Integer.MAX_VALUE).build();
	}

}
