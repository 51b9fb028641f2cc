package net.taotoken.failover.engine;

/**
 * One way to ask a model. It is called once for each attempt, on the thread of the call.
 *
 * @param <T> what an answer is
 */
@FunctionalInterface
public interface ModelCall<T> {

	/**
	 * Ask the model of the attempt.
	 * @param attempt which model, and how long it may take
	 * @return the answer
	 * @throws Exception if the attempt failed; its fault decides what comes next. An
	 * {@link Error} ends the call as it is
	 */
	T ask(ModelAttempt attempt) throws Exception;

}
