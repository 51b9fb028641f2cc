package net.taotoken.failover;

import java.util.function.Consumer;
import java.util.function.Supplier;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;

import org.springframework.util.Assert;

/**
 * Asks the best model that can answer now, at Taotoken or by any other client. Safe for
 * use by many threads; create one and share it.
 */
public class TaotokenTemplate implements TaotokenOperations {

	private final FailoverExecutor executor;

	private final GatewayClient client;

	private final Supplier<Routes> routes;

	private final String route;

	private final CallObserver observer;

	/**
	 * Create a template that follows the default route.
	 * @param executor makes the calls
	 * @param client asks the gateway
	 * @param routes gives the routes that hold now; asked once in each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Supplier<Routes> routes) {
		this(executor, client, routes, CallObserver.NONE);
	}

	/**
	 * Create a template that follows the default route, and whose calls are observed.
	 * @param executor makes the calls
	 * @param client asks the gateway
	 * @param routes gives the routes that hold now; asked once in each call
	 * @param observer observes each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Supplier<Routes> routes,
			CallObserver observer) {
		this(executor, client, routes, observer, Route.DEFAULT);
	}

	private TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Supplier<Routes> routes,
			CallObserver observer, String route) {
		this.executor = executor;
		this.client = client;
		this.routes = routes;
		this.observer = observer;
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
		Route route = route(request);
		CallObservation observation = this.observer.start(CallObserver.CHAT, route);
		FailoverResult<ChatCompletion> result = execute(route, (attempt) -> ask(request, attempt), observation,
				(answer) -> observation.answered(answer.model(), answer.answer().model(), answer.answer().usage()));
		return result.answer().withRequest(result.model().id(), result.attempts());
	}

	private <T> FailoverResult<T> execute(Route route, ModelCall<T> modelCall, CallObservation observation,
			Consumer<FailoverResult<T>> answered) {
		CallObservation.Scope scope = observation.openScope();
		try {
			FailoverResult<T> result = this.executor.execute(route, modelCall);
			answered.accept(result);
			return result;
		}
		catch (RuntimeException | Error ex) {
			observation.failed(ex);
			throw ex;
		}
		finally {
			scope.close();
			observation.end();
		}
	}

	private Route route(ChatCompletionRequest request) {
		boolean own = Route.DEFAULT.equals(this.route) || request.route() != null;
		return this.routes.get().resolve(own ? request.route() : this.route, request.model(), request.models());
	}

	private ChatCompletion ask(ChatCompletionRequest request, ModelAttempt attempt) {
		return this.client.complete(request, attempt.model().id(), attempt.model().parameters(),
				attempt.responseLimit());
	}

	@Override
	public <T> FailoverResult<T> executeForResult(ModelCallback<T> callback) {
		Route route = this.routes.get().get(this.route);
		CallObservation observation = this.observer.start(CallObserver.EXECUTE, route);
		return execute(route, (attempt) -> callback.ask(attempt.model().id()), observation,
				(result) -> observation.answered(result.model(), null, null));
	}

	@Override
	public TaotokenTemplate route(String name) {
		return new TaotokenTemplate(this.executor, this.client, this.routes, this.observer,
				this.routes.get().get(name).name());
	}

}
