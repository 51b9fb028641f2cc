package net.taotoken.failover;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

import net.taotoken.failover.engine.AttemptObserver;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ProbeMode;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.SocketTime;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Templates over a {@link ModelServer}, with what a test wants to be different.
 */
public final class TemplateOver implements AutoCloseable {

	public final ModelHealthTracker tracker;

	private final TimeSource time;

	private final GatewayClient client;

	private final List<FailoverListener> listeners = new ArrayList<>();

	private AttemptObserver attempts = AttemptObserver.NONE;

	private CallObserver calls = CallObserver.NONE;

	private ChatSettings settings = ChatSettings.defaults();

	private AttemptTimeouts timeouts = new AttemptTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(5));

	private UnaryOperator<Route> change = UnaryOperator.identity();

	private @Nullable HedgeSettings hedge;

	public TemplateOver(ModelServer server) {
		this(server.url());
	}

	public TemplateOver(URI url) {
		this(TestClients.at(url, TimeSource.system()::instant), TimeSource.system());
	}

	/** Templates whose waits take no real time. */
	public TemplateOver(ModelServer server, SocketTime time) {
		this(TestClients.at(server.url(), time), time);
	}

	TemplateOver(GatewayClient client, TimeSource time) {
		this.client = client;
		this.time = time;
		this.tracker = new ModelHealthTracker(HealthSettings.defaults(), time, List.of());
	}

	/** In milliseconds. */
	public TemplateOver timeouts(long firstToken, long stall, long response) {
		this.timeouts = new AttemptTimeouts(Duration.ofMillis(firstToken), Duration.ofMillis(stall),
				Duration.ofMillis(response));
		return this;
	}

	/** In milliseconds: how far the limit of the first token may move. */
	public TemplateOver learning(long shortest, long longest) {
		this.timeouts = this.timeouts
			.withLearnt(new FirstTokenRange(Duration.ofMillis(shortest), Duration.ofMillis(longest)));
		return this;
	}

	public TemplateOver route(UnaryOperator<Route> change) {
		this.change = change;
		return this;
	}

	/** Calls find out whether models are back. */
	public TemplateOver probedByCalls() {
		this.tracker.configure(HealthSettings.builder().probe(ProbeMode.CALL).build());
		return this;
	}

	public TemplateOver restarting() {
		this.settings = new ChatSettings(StreamDelivery.LIVE, InterruptionReaction.RESTART, null, true);
		return this;
	}

	public TemplateOver inOnePiece() {
		this.settings = new ChatSettings(StreamDelivery.LIVE, InterruptionReaction.FAIL, null, false);
		return this;
	}

	public TemplateOver listener(FailoverListener listener) {
		this.listeners.add(listener);
		return this;
	}

	public TemplateOver attempts(AttemptObserver attempts) {
		this.attempts = attempts;
		return this;
	}

	public TemplateOver calls(CallObserver calls) {
		this.calls = calls;
		return this;
	}

	public TemplateOver hedged(Duration after) {
		this.hedge = new HedgeSettings(after, 1);
		return this;
	}

	public TaotokenTemplate models(String... models) {
		FailoverExecutor executor = new FailoverExecutor(this.tracker,
				List.of(new ExceptionClassifier(FaultRules.standard(), this.time::instant)), this.listeners,
				this.attempts, this.time, new Random(1));
		HedgingExecutor hedging = (this.hedge != null)
				? new HedgingExecutor(executor, this.hedge, Executors.newCachedThreadPool(), this.time) : null;
		Route route = Route.of(Route.DEFAULT, models)
			.withModels(List.of(models).stream().map((id) -> Model.of(id, this.timeouts)).toList());
		Routes routes = new Routes(List.of(this.change.apply(route)));
		return new TaotokenTemplate(executor, hedging, this.client, this.settings, () -> routes, this.calls);
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
