package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;

/**
 * Asks the best model that can answer now. Implemented by {@link TaotokenTemplate}; an
 * interface so that applications can fake it in their tests. Each call blocks its thread.
 * A call to the gateway whose thread is interrupted ends within a fraction of a second,
 * with a {@code cancelled} fault, and the thread keeps its flag. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public interface TaotokenOperations {

	/**
	 * Ask a question, along this route.
	 * @param question what the user says
	 * @return the text of the answer, which is empty if the model spent all its tokens on
	 * reasoning
	 * @throws IllegalArgumentException if the question is blank
	 * @throws FailoverException if no model gave an answer
	 */
	String chat(String question);

	/**
	 * Make a chat completion. A route, or a list of models, that the request names comes
	 * before this route; a model that it names is asked first, before the rest of the
	 * route. Unless switched off, the answer is streamed from the gateway and put
	 * together here: the time of the call counts until its first token, and after that
	 * only its silences are limited.
	 * @param request the request
	 * @return the completion, which tells which model answered and what was tried before
	 * @throws IllegalArgumentException if the request names a route that does not exist,
	 * a model whose id does not have the form of a
	 * {@link net.taotoken.failover.route.ModelId}, the same model twice or more than 100
	 * models, or cannot be written as JSON; nothing has been sent then
	 * @throws FailoverException if no model gave an answer
	 */
	ChatCompletion chat(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks. Comes back when the first content token is in hand:
	 * all that fails before is repaired by a retry or the next model.
	 * @param request the request
	 * @return the answer, which has to be read to its end or closed
	 * @throws IllegalArgumentException if the request names a route that does not exist,
	 * a model whose id does not have the form of a
	 * {@link net.taotoken.failover.route.ModelId}, the same model twice or more than 100
	 * models, or cannot be written as JSON; nothing has been sent then
	 * @throws FailoverException if no model began to answer
	 */
	ChatStream stream(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks, delivered in a given way.
	 * @param request the request
	 * @param delivery whether the chunks come as the model gives them, or once the answer
	 * is proven whole
	 * @return the answer, which has to be read to its end or closed
	 * @throws IllegalArgumentException if the request names a route that does not exist,
	 * a model whose id does not have the form of a
	 * {@link net.taotoken.failover.route.ModelId}, the same model twice or more than 100
	 * models, or cannot be written as JSON; nothing has been sent then
	 * @throws FailoverException if no model began to answer, or none came to an end where
	 * the whole answer is wanted
	 */
	ChatStream stream(ChatCompletionRequest request, StreamDelivery delivery);

	/**
	 * Make a call by a client of the application's own, with the same failover.
	 * @param <T> what an answer is
	 * @param callback asks one model once; it has to limit its own time, or see
	 * {@link #executeAttempts}
	 * @return the answer
	 * @throws FailoverException if no model gave an answer
	 */
	default <T> T execute(ModelCallback<T> callback) {
		return executeForResult(callback).answer();
	}

	/**
	 * Make a call by a client of the application's own, and tell what was tried.
	 * @param <T> what an answer is
	 * @param callback asks one model once; it has to limit its own time
	 * @return the answer, the model that gave it and all attempts
	 * @throws FailoverException if no model gave an answer
	 */
	default <T> FailoverResult<T> executeForResult(ModelCallback<T> callback) {
		return executeAttempts((attempt) -> callback.ask(attempt.model().name()));
	}

	/**
	 * Make a call by a client of the application's own that heeds the limits of each
	 * attempt, or whose answer goes on after the attempt, such as a stream. What it
	 * returns may end the attempt later, by {@link ModelAttempt#takeOver()}.
	 * @param <T> what an answer is
	 * @param modelCall asks one model once
	 * @return the answer, the model that gave it and all attempts
	 * @throws FailoverException if no model gave an answer
	 */
	<T> FailoverResult<T> executeAttempts(ModelCall<T> modelCall);

	/**
	 * The same operations along another route.
	 * @param name the name of the route, as under {@code taotoken.routes}, or
	 * {@code default}
	 * @return operations along that route
	 * @throws IllegalArgumentException if there is no such route
	 */
	TaotokenOperations route(String name);

}
