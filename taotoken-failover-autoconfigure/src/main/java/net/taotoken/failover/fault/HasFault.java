package net.taotoken.failover.fault;

/**
 * An exception that knows its fault. Exceptions that implement it need no
 * {@link FaultClassifier}.
 *
 * @since 0.1.0
 */
public interface HasFault {

	/**
	 * The reason why the attempt failed.
	 * @return the fault
	 */
	Fault fault();

}
