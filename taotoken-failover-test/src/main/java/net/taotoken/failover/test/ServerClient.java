package net.taotoken.failover.test;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;

/**
 * A template over a server, with all defaults.
 */
final class ServerClient implements AutoCloseable {

	private final GatewayClient client;

	/** Has threads that find out whether models are back. */
	private final FailoverExecutor executor;

	private final TaotokenTemplate template;

	ServerClient(TaotokenServer server, String... models) {
		TimeSource time = server.timeOrReal();
		GatewaySettings settings = GatewaySettings.defaults();
		this.client = new GatewayClient(settings, server.connection(), FaultRules.standard(),
				GatewayHttpClients.create(settings, null, List.of()), List.of(), time);
		Routes routes = new Routes(List.of(Route.of(Route.DEFAULT, models)));
		this.executor = executor(time);
		this.template = new TaotokenTemplate(this.executor, this.client, () -> routes);
	}

	static FailoverExecutor executor(TimeSource time) {
		return new FailoverExecutor(new ModelHealthTracker(HealthSettings.defaults(), time, List.of()),
				List.of(new ExceptionClassifier(FaultRules.standard(), time::instant)), List.of(), time,
				() -> ThreadLocalRandom.current().nextLong());
	}

	TaotokenTemplate template() {
		return this.template;
	}

	@Override
	public void close() {
		this.executor.close();
		this.client.close();
	}

}
