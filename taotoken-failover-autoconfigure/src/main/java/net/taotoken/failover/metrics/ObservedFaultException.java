package net.taotoken.failover.metrics;

import net.taotoken.failover.fault.Fault;

/**
 * The form in which observations see a failure: the fault in a few words. The exception
 * itself may come from a client of the application's own, and hold what does not belong
 * into traces.
 */
@SuppressWarnings("serial")
final class ObservedFaultException extends Exception {

	ObservedFaultException(String message) {
		super(message, null, false, false);
	}

	static ObservedFaultException of(Fault fault) {
		return new ObservedFaultException(fault.describe());
	}

}
