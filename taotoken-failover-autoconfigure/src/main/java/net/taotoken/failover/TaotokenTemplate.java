package net.taotoken.failover;

import java.util.function.Supplier;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverCall;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Asks the best model that can answer now, at Taotoken or by any other client. Safe for
 * use by many threads; create one and share it.
 *
 * @since 0.1.0
 */
public class TaotokenTemplate implements TaotokenOperations {

	private final FailoverExecutor executor;

	private final @Nullable HedgingExecutor hedging;

	private final ChatRequests requests;

	private final ChatSettings settings;

	private final Supplier<Routes> routes;

	private final ObservedCalls calls;

	private final String route;

	/**
	 * Create a template that follows the default route.
	 * @param executor makes the calls
	 * @param client asks the gateway
	 * @param routes gives the routes that hold now; asked once in each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Supplier<Routes> routes) {
		this(executor, null, client, ChatSettings.defaults(), routes);
	}

	/**
	 * Create a template that follows the default route.
	 * @param executor makes the calls
	 * @param hedging makes the calls to the gateway, or {@code null} if they are not
	 * hedged
	 * @param client asks the gateway
	 * @param settings how answers are fetched and handed on
	 * @param routes gives the routes that hold now; asked once in each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, @Nullable HedgingExecutor hedging, GatewayClient client,
			ChatSettings settings, Supplier<Routes> routes) {
		this(executor, hedging, client, settings, routes, CallObserver.NONE);
	}

	/**
	 * Create a template that follows the default route, and whose calls are observed.
	 * @param executor makes the calls
	 * @param hedging makes the calls to the gateway, or {@code null} if they are not
	 * hedged
	 * @param client asks the gateway
	 * @param settings how answers are fetched and handed on
	 * @param routes gives the routes that hold now; asked once in each call
	 * @param observer observes each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, @Nullable HedgingExecutor hedging, GatewayClient client,
			ChatSettings settings, Supplier<Routes> routes, CallObserver observer) {
		this(executor, hedging, GatewayClients.of(client), settings, routes, observer);
	}

	/**
	 * Create a template that follows the default route over the models of several
	 * entries, and whose calls are observed.
	 * @param executor makes the calls
	 * @param hedging makes the calls to the gateway, or {@code null} if they are not
	 * hedged
	 * @param clients ask the gateway, each at one entry
	 * @param settings how answers are fetched and handed on
	 * @param routes gives the routes that hold now; asked once in each call
	 * @param observer observes each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, @Nullable HedgingExecutor hedging, GatewayClients clients,
			ChatSettings settings, Supplier<Routes> routes, CallObserver observer) {
		this(executor, hedging, new ChatRequests(clients, settings, executor.time()), settings, routes,
				new ObservedCalls(observer), Route.DEFAULT);
	}

	private TaotokenTemplate(FailoverExecutor executor, @Nullable HedgingExecutor hedging, ChatRequests requests,
			ChatSettings settings, Supplier<Routes> routes, ObservedCalls calls, String route) {
		this.executor = executor;
		this.hedging = hedging;
		this.requests = requests;
		this.settings = settings;
		this.routes = routes;
		this.calls = calls;
		this.route = route;
	}

	@Override
	public String chat(String question) {
		Assert.hasText(question, "'question' must not be blank");
		String text = chat(ChatCompletionRequest.of(question)).text();
		return (text != null) ? text : "";
	}

	@Override
	public ChatCompletion chat(ChatCompletionRequest request) {
		return complete(route(request), this.requests.whole(request));
	}

	private ChatCompletion complete(Route route, WholeRequest request) {
		ObservedCall call = this.calls.start(CallObserver.CHAT, route);
		FailoverResult<ChatCompletion> result = call.make(() -> (this.hedging != null)
				? this.hedging.execute(route, request) : this.executor.execute(route, request));
		call.answered(result.model(), result.answer().model(), result.answer().usage());
		return result.answer().withRequest(result.model().name(), result.attempts());
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request) {
		return stream(request, this.settings.delivery());
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request, StreamDelivery delivery) {
		Route route = route(request);
		if (delivery == StreamDelivery.WHOLE) {
			return ChatStream.of(complete(route, this.requests.wholeByStream(request)));
		}
		boolean restarts = this.settings.onInterruption() == InterruptionReaction.RESTART;
		StreamRequest live = this.requests.live(request);
		ObservedCall call = this.calls.start(CallObserver.CHAT, route);
		return new ChatStream(FailoverChunks.open(begin(route, live), restarts, call));
	}

	private <T> FailoverCall<T> begin(Route route, ModelCall<T> request) {
		return (this.hedging != null) ? this.hedging.begin(route, request) : this.executor.begin(route, request);
	}

	private Route route(ChatCompletionRequest request) {
		boolean own = Route.DEFAULT.equals(this.route) || request.route() != null;
		return this.routes.get().resolve(own ? request.route() : this.route, request.model(), request.models());
	}

	@Override
	public <T> FailoverResult<T> executeAttempts(ModelCall<T> modelCall) {
		Route route = this.routes.get().get(this.route);
		ObservedCall call = this.calls.start(CallObserver.EXECUTE, route);
		FailoverResult<T> result = call.make(() -> this.executor.execute(route, modelCall));
		call.answered(result.model(), null, null);
		return result;
	}

	@Override
	public TaotokenTemplate route(String name) {
		return new TaotokenTemplate(this.executor, this.hedging, this.requests, this.settings, this.routes, this.calls,
				this.routes.get().get(name).name());
	}

}
