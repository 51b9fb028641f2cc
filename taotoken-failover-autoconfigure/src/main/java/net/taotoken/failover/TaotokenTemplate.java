package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelAttempt;
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

	private final Routes routes;

	private final String route;

	/**
	 * Create a template that follows the default route.
	 * @param executor makes the calls
	 * @param client asks the gateway
	 * @param routes all routes
	 */
	public TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Routes routes) {
		this(executor, client, routes, Route.DEFAULT);
	}

	private TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Routes routes, String route) {
		this.executor = executor;
		this.client = client;
		this.routes = routes;
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
		FailoverResult<ChatCompletion> result = this.executor.execute(route, (attempt) -> ask(request, attempt));
		return result.answer().withRequest(result.model().id(), result.attempts());
	}

	private Route route(ChatCompletionRequest request) {
		boolean own = Route.DEFAULT.equals(this.route) || request.route() != null;
		return this.routes.resolve(own ? request.route() : this.route, request.model(), request.models());
	}

	private ChatCompletion ask(ChatCompletionRequest request, ModelAttempt attempt) {
		return this.client.complete(request, attempt.model().id(), attempt.model().parameters(),
				attempt.responseLimit());
	}

	@Override
	public <T> FailoverResult<T> executeForResult(ModelCallback<T> callback) {
		return this.executor.execute(this.routes.get(this.route), (attempt) -> callback.ask(attempt.model().id()));
	}

	@Override
	public TaotokenTemplate route(String name) {
		return new TaotokenTemplate(this.executor, this.client, this.routes, this.routes.get(name).name());
	}

}
