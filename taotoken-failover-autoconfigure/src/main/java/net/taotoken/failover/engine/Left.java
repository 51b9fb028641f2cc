package net.taotoken.failover.engine;

/**
 * A model was left without an answer.
 *
 * @param <T> what an answer would have been
 * @param endsCall whether the call fails now, instead of turning to the next model
 */
record Left<T>(boolean endsCall) implements Outcome<T> {
}
