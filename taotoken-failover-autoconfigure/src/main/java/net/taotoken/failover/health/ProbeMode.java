package net.taotoken.failover.health;

/**
 * The way to find out whether a model is back when its cool-down ends.
 *
 * @since 0.1.0
 */
public enum ProbeMode {

	/**
	 * By a tiny request that belongs to no call, while another model answers the calls.
	 * Where no other model can answer, or such a request cannot be made, by a call.
	 */
	REQUEST,

	/** By the first call that comes. */
	CALL

}
