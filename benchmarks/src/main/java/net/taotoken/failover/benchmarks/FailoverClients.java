package net.taotoken.failover.benchmarks;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.RoutingStrategy;

/**
 * Those that turn to the second model when the first one fails, by name, with all their
 * times shortened alike.
 */
final class FailoverClients {

	static final List<String> MODELS = List.of("first", "second");

	static final List<String> ALL = List.of(ChatClients.OURS, "script-loop", "resilience4j");

	/** The longest wait for a model that hangs, the same for all clients. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private FailoverClients() {
	}

	static ChatClient create(String name, String baseUrl, boolean streamed, double timeScale) {
		Duration timeout = scaled(PATIENCE, timeScale);
		return switch (name) {
			case ChatClients.OURS -> ours(TaotokenClients.template(baseUrl, route(timeout, timeScale),
					health(HealthSettings.defaults(), timeScale), true), streamed);
			case "script-loop" -> new ScriptLoop(baseUrl, MODELS, streamed, timeout, timeScale);
			case "resilience4j" -> new ResilientClient(baseUrl, MODELS, streamed, timeout, timeScale);
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static ChatClient ours(TaotokenTemplate template, boolean streamed) {
		return streamed ? StreamClients.ours(template) : template::chat;
	}

	private static Route route(Duration timeout, double timeScale) {
		AttemptTimeouts timeouts = new AttemptTimeouts(timeout, timeout, timeout);
		List<Model> models = MODELS.stream().map((id) -> Model.of(id, timeouts)).toList();
		RetrySettings retry = RetrySettings.defaults();
		return new Route(Route.DEFAULT, models, RoutingStrategy.PRIORITY, scaled(Duration.ofSeconds(120), timeScale),
				retry.toBuilder()
					.patience(scaled(retry.patience(), timeScale))
					.maxWait(scaled(retry.maxWait(), timeScale))
					.build(),
				faults(timeScale), timeouts);
	}

	private static FaultPolicies faults(double timeScale) {
		FaultPolicies policies = FaultPolicies.defaults();
		for (FaultKind kind : FaultKind.values()) {
			if (kind != FaultKind.CANCELLED) {
				FaultPolicy policy = FaultPolicies.defaults().of(kind);
				policies = policies.with(kind,
						new FaultPolicy(policy.reaction(), policy.accountReaction(),
								scaled(policy.firstWait(), timeScale),
								(policy.coolDown() != null) ? scaled(policy.coolDown(), timeScale) : null,
								policy.maxAttempts()));
			}
		}
		return policies;
	}

	private static HealthSettings health(HealthSettings settings, double timeScale) {
		return settings.toBuilder()
			.window(scaled(settings.window(), timeScale))
			.coolDown(scaled(settings.coolDown(), timeScale))
			.maxCoolDown(scaled(settings.maxCoolDown(), timeScale))
			.maxServerCoolDown(scaled(settings.maxServerCoolDown(), timeScale))
			.build();
	}

	static Duration scaled(Duration duration, double timeScale) {
		return Duration.ofNanos((long) (duration.toNanos() * timeScale));
	}

}
