package net.taotoken.failover.fault;

import org.jspecify.annotations.Nullable;

/**
 * Tells the fault behind an exception. Beans of this type are asked in their order,
 * before the built-in classification; the first that answers is right. Called from many
 * threads at once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FaultClassifier {

	/**
	 * Classify an exception that a model call threw.
	 * @param exception the exception
	 * @return the fault, or {@code null} to leave the exception to the next classifier
	 */
	@Nullable Fault classify(Throwable exception);

}
