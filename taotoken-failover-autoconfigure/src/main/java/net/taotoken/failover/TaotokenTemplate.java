package net.taotoken.failover;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Asks the best model that can answer now, at Taotoken or by any other client. Safe for
 * use by many threads; create one and share it.
 */
public class TaotokenTemplate implements TaotokenOperations {

	private final FailoverExecutor executor;

	private final @Nullable HedgingExecutor hedging;

	private final Answers answers;

	private final AnswerSettings settings;

	private final TimeSource time;

	private final Supplier<Routes> routes;

	private final CallObserver observer;

	private final String route;

	/**
	 * Create a template that follows the default route.
	 * @param executor makes the calls
	 * @param client asks the gateway
	 * @param routes gives the routes that hold now; asked once in each call
	 */
	public TaotokenTemplate(FailoverExecutor executor, GatewayClient client, Supplier<Routes> routes) {
		this(executor, null, client, AnswerSettings.defaults(), routes);
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
			AnswerSettings settings, Supplier<Routes> routes) {
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
			AnswerSettings settings, Supplier<Routes> routes, CallObserver observer) {
		this(executor, hedging, new Answers(client, settings), settings, routes, observer, Route.DEFAULT);
	}

	private TaotokenTemplate(FailoverExecutor executor, @Nullable HedgingExecutor hedging, Answers answers,
			AnswerSettings settings, Supplier<Routes> routes, CallObserver observer, String route) {
		this.executor = executor;
		this.hedging = hedging;
		this.answers = answers;
		this.settings = settings;
		this.time = executor.time();
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
		GatewayRequest prepared = this.answers.prepare(request);
		ObservedCall call = ObservedCall.start(this.observer, CallObserver.CHAT, route);
		FailoverResult<ChatCompletion> result = call
			.make(() -> ask(route, (attempt) -> this.answers.whole(prepared, attempt), (late) -> {
			}));
		call.answered(result.model(), result.answer().model(), result.answer().usage());
		return result.answer().withRequest(result.model().id(), result.attempts());
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request) {
		return stream(request, this.settings.delivery());
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request, StreamDelivery delivery) {
		Route route = route(request);
		GatewayRequest prepared = this.answers.prepare(request);
		return new ChatStream((delivery == StreamDelivery.WHOLE) ? whole(prepared, route) : live(prepared, route));
	}

	private ChunkSource whole(GatewayRequest request, Route route) {
		ObservedCall call = ObservedCall.start(this.observer, CallObserver.CHAT, route);
		FailoverResult<List<ChatCompletionChunk>> result = call
			.make(() -> ask(route, (attempt) -> this.answers.chunks(request, attempt), (late) -> {
			}));
		call.answered(result.model(), result.answer());
		return new WholeAnswer(result);
	}

	private ChunkSource live(GatewayRequest request, Route route) {
		boolean restarts = this.settings.onInterruption() == InterruptionReaction.RESTART;
		ObservedCall call = ObservedCall.start(this.observer, CallObserver.CHAT, route);
		LiveAnswer answer = call.orFail(() -> new LiveAnswer(route, restarts, new LiveAnswer.Opener() {

			@Override
			public FailoverResult<OpenStream> open(Route route) {
				return call
					.inScope(() -> ask(route, (attempt) -> openStream(request, route, attempt), OpenStream::close));
			}

			@Override
			public void interrupted(Route route, Attempt attempt) {
				TaotokenTemplate.this.executor.answerInterrupted(route, attempt);
			}

		}, this.time));
		return call.observe(answer);
	}

	private OpenStream openStream(GatewayRequest request, Route route, ModelAttempt attempt) {
		long startedAt = this.time.nanoTime();
		GatewayStream stream = this.answers.live(request, attempt);
		return new OpenStream(stream, attempt.takePermit(), route, this.time.nanoTime() - startedAt);
	}

	private <T> FailoverResult<T> ask(Route route, ModelCall<T> modelCall, Consumer<? super T> discard) {
		return (this.hedging != null) ? this.hedging.execute(route, modelCall, discard)
				: this.executor.execute(route, modelCall);
	}

	private Route route(ChatCompletionRequest request) {
		boolean own = Route.DEFAULT.equals(this.route) || request.route() != null;
		return this.routes.get().resolve(own ? request.route() : this.route, request.model(), request.models());
	}

	@Override
	public <T> FailoverResult<T> executeForResult(ModelCallback<T> callback) {
		Route route = this.routes.get().get(this.route);
		ObservedCall call = ObservedCall.start(this.observer, CallObserver.EXECUTE, route);
		FailoverResult<T> result = call
			.make(() -> this.executor.execute(route, (attempt) -> callback.ask(attempt.model().id())));
		call.answered(result.model(), null, null);
		return result;
	}

	@Override
	public TaotokenTemplate route(String name) {
		return new TaotokenTemplate(this.executor, this.hedging, this.answers, this.settings, this.routes,
				this.observer, this.routes.get().get(name).name());
	}

}
