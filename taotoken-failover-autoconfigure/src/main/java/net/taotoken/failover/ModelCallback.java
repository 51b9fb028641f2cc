package net.taotoken.failover;

/**
 * Asks a model with the application's own client. A client that needs to know its limit
 * of time, or whose answer goes on later, is better called by
 * {@link TaotokenOperations#executeAttempts}.
 *
 * @param <T> what an answer is
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModelCallback<T> {

	/**
	 * Ask a model once.
	 * @param model the model's id
	 * @return the answer
	 * @throws Exception if the attempt failed; the beans of type
	 * {@link net.taotoken.failover.fault.FaultClassifier} tell its fault, and the fault
	 * decides what comes next
	 */
	T ask(String model) throws Exception;

}
