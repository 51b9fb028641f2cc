package net.taotoken.failover.engine;

import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.route.TokenDemand;
import org.jspecify.annotations.Nullable;

/**
 * One way to ask a model. It is called once for each attempt, on the thread of the call.
 *
 * @param <T> what an answer is
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModelCall<T> {

	/**
	 * Ask the model of the attempt.
	 * @param attempt which model, and how long it may take
	 * @return the answer
	 * @throws Exception if the attempt failed; its fault decides what comes next. An
	 * {@link Error} ends the call as it is, with the exceptions of the attempts before as
	 * suppressed ones
	 */
	T ask(ModelAttempt attempt) throws Exception;

	/**
	 * Tells whether the request asks for something that some model was seen to lack.
	 * Models that lack what is asked for are asked last. Called only while something of
	 * that kind is remembered, so it need not be cheap.
	 * @param feature what a model lacks
	 * @return {@code false} by default
	 */
	default boolean needs(MissingFeature feature) {
		return false;
	}

	/**
	 * The size of the request. Answers to larger ones begin later, so that limits which
	 * follow what a model has shown are kept by size.
	 * @return its length as it is sent, roughly, in bytes; -1, the default, if that is
	 * not known
	 */
	default long requestSize() {
		return -1;
	}

	/**
	 * A request that finds out beside a call whether a model is back, so that no call
	 * need be the one that finds out. Called only when a cool-down has ended.
	 * @return a small request, or {@code null}, the default, if there is none: then the
	 * next call finds out
	 */
	default @Nullable ModelProbe probe() {
		return null;
	}

	/**
	 * The size of the request, from which its tokens are estimated. Called only where a
	 * limit of some model counts tokens, so it need not be cheap.
	 * @return {@link #requestSize} by default, or {@link TokenDemand#UNKNOWN} if that is
	 * not known
	 */
	default TokenDemand tokenDemand() {
		long bytes = requestSize();
		return (bytes > 0) ? new TokenDemand(bytes, null) : TokenDemand.UNKNOWN;
	}

	/**
	 * Free what an answer holds that nobody will read: another model was faster, or the
	 * caller has gone. Does nothing by default.
	 * @param answer an answer that {@link #ask} returned
	 */
	default void discard(T answer) {
	}

}
