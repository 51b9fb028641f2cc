package net.taotoken.failover.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;

/**
 * Puts a template together as the auto-configuration does.
 */
final class TaotokenClients {

	private TaotokenClients() {
	}

	/**
	 * Create a template.
	 * @param baseUrl where the stub is
	 * @param route the models
	 * @param health when models are taken out
	 * @param streamed whether whole answers are put together of streams
	 * @return the template
	 */
	static TaotokenTemplate template(String baseUrl, Route route, HealthSettings health, boolean streamed) {
		return template(baseUrl, route, new ModelHealthTracker(health, TimeSource.system(), List.of()), streamed);
	}

	/**
	 * Create a template whose first model has limits.
	 * @param baseUrl where the stub is
	 * @param route the models
	 * @param limits the limits
	 * @return the template
	 */
	static TaotokenTemplate limited(String baseUrl, Route route, ModelLimits limits) {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(), List.of());
		tracker.limit(Map.of(route.models().get(0).id(), limits));
		return template(baseUrl, route, tracker, true);
	}

	private static TaotokenTemplate template(String baseUrl, Route route, ModelHealthTracker tracker,
			boolean streamed) {
		GatewaySettings gateway = GatewaySettings.defaults();
		GatewayClient client = new GatewayClient(gateway, connection(URI.create(baseUrl)), FaultRules.standard(),
				GatewayHttpClients.create(gateway, null, List.of()), List.of(), TimeSource.system());
		Routes routes = new Routes(List.of(route));
		ChatSettings settings = new ChatSettings(StreamDelivery.LIVE, InterruptionReaction.FAIL, null, streamed);
		return new TaotokenTemplate(executor(tracker), null, client, settings, () -> routes);
	}

	private static FailoverExecutor executor(ModelHealthTracker tracker) {
		TimeSource time = TimeSource.system();
		RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
		return new FailoverExecutor(tracker, List.of(new ExceptionClassifier(FaultRules.standard(), time::instant)),
				List.of(), time, random);
	}

	private static GatewayConnection connection(URI baseUrl) {
		return new GatewayConnection() {

			@Override
			public URI baseUrl() {
				return baseUrl;
			}

			@Override
			public String apiKey() {
				return FloorClient.KEY;
			}

		};
	}

}
