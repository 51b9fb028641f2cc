package net.taotoken.failover.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatCompletionRequestBuilder;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;

/**
 * Operations without HTTP: models do what a test tells them, in the words of
 * {@link Replies}, and calls fail over between them as they do in an application, with
 * all defaults. Waits end at once. Models that are told nothing answer with a sentence.
 * Where a stream breaks after its first chunk, that has no effect on the health of its
 * model. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class FakeTaotoken implements TaotokenOperations {

	private final Shared shared;

	private final String route;

	/**
	 * Create a fake.
	 * @param models the models of the default route, in order
	 */
	public FakeTaotoken(String... models) {
		this(new Shared(), Route.DEFAULT);
		addRoute(Route.DEFAULT, models);
	}

	private FakeTaotoken(Shared shared, String route) {
		this.shared = shared;
		this.route = route;
	}

	/**
	 * Add a route, or change one.
	 * @param name the name
	 * @param models its models, in order
	 * @return this fake
	 */
	public FakeTaotoken addRoute(String name, String... models) {
		this.shared.routes.put(name, Route.of(name, models));
		return this;
	}

	/**
	 * The script of a model.
	 * @param name the name of the model
	 * @return its script
	 */
	public ModelScript model(String name) {
		return this.shared.scripts.model(name);
	}

	/**
	 * The script of models that have none of their own.
	 * @return the script of the others
	 */
	public ModelScript otherModels() {
		return this.shared.scripts.others();
	}

	/**
	 * The models that were asked. What is asked by {@link #executeAttempts} is not among
	 * it.
	 * @return their names, in order
	 */
	public List<String> asked() {
		return this.shared.log.asked();
	}

	/**
	 * The requests that were made.
	 * @return the requests, in order, without headers
	 */
	public List<ReceivedRequest> requests() {
		return this.shared.log.requests();
	}

	/**
	 * The time of the fake.
	 * @return the time that moves where somebody waits for it
	 */
	public TaotokenTime time() {
		return this.shared.time;
	}

	/**
	 * Check that no model was asked more often than its script says.
	 * @throws IllegalStateException if one was; the message says which, and what to write
	 */
	public void checkScripts() {
		this.shared.log.checkScripts();
	}

	@Override
	public String chat(String question) {
		String text = chat(ChatCompletionRequest.of(question)).text();
		return (text != null) ? text : "";
	}

	@Override
	public ChatCompletion chat(ChatCompletionRequest request) {
		FailoverResult<ChatCompletion> result = this.shared.executor.execute(route(request),
				(attempt) -> play(request, attempt, false, new FakeCompletion(this.shared.time, attempt)));
		return result.answer().withRequest(result.model().name(), result.attempts());
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request) {
		FailoverResult<FakeStream> result = this.shared.executor.execute(route(request),
				(attempt) -> play(request, attempt, true, new FakeStream.Opening(this.shared.time, attempt)));
		return result.answer().open(result.attempts());
	}

	@Override
	public ChatStream stream(ChatCompletionRequest request, StreamDelivery delivery) {
		return (delivery == StreamDelivery.WHOLE) ? ChatStream.of(chat(request)) : stream(request);
	}

	@Override
	public <T> FailoverResult<T> executeAttempts(ModelCall<T> modelCall) {
		return this.shared.executor.execute(routes().get(this.route), modelCall);
	}

	@Override
	public TaotokenOperations route(String name) {
		routes().get(name);
		return new FakeTaotoken(this.shared, name);
	}

	private <T> T play(ChatCompletionRequest request, ModelAttempt attempt, boolean streamed, FakeStage<T> stage) {
		String model = attempt.model().name();
		ChatCompletionRequestBuilder sent = request.toBuilder().model(model);
		if (streamed) {
			sent.stream(true).streamOptions(StreamOptions.withUsage());
		}
		ReceivedRequest received = new ReceivedRequest(null, model, sent.build(), Map.of());
		return stage.play(this.shared.log.reply(received, this.shared.scripts), received);
	}

	private Route route(ChatCompletionRequest request) {
		String name = (request.route() != null) ? request.route() : this.route;
		boolean named = request.route() != null || !this.route.equals(Route.DEFAULT);
		return routes().resolve(named ? name : null, request.model(), request.models());
	}

	private Routes routes() {
		return new Routes(new ArrayList<>(this.shared.routes.values()));
	}

	/** The parts that the operations along all routes have in common. */
	private static final class Shared {

		private final TaotokenTime time = new TaotokenTime();

		private final FailoverExecutor executor = ServerClient.executor(this.time);

		private final Scripts scripts = new Scripts("", null);

		private final RequestLog log = new RequestLog(true);

		private final Map<String, Route> routes = new ConcurrentHashMap<>();

	}

}
