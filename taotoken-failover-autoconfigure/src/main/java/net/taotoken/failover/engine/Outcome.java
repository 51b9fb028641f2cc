package net.taotoken.failover.engine;

/**
 * What came of a series of attempts on one model: an answer, or the decision to leave it.
 *
 * @param <T> what an answer is
 */
sealed interface Outcome<T> permits FailoverResult, Left {

}
