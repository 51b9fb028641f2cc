package net.taotoken.failover.fault;

/**
 * The next step of a call after a fault.
 *
 * @since 0.1.0
 */
public enum Reaction {

	/** Ask the same model again, after a wait. */
	RETRY,

	/** Turn to the next model. */
	SWITCH,

	/** End the call with an exception. */
	FAIL

}
