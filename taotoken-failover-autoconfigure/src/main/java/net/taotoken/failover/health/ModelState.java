package net.taotoken.failover.health;

/**
 * Whether a model may be asked.
 *
 * @since 0.1.0
 */
public enum ModelState {

	/** It may be asked by everyone. */
	HEALTHY,

	/** It is passed over until its cool-down ends. */
	COOLING_DOWN,

	/**
	 * Its cool-down has ended, and a tiny request beside the calls, or one call, is
	 * finding out whether it is back. If that takes longer than two minutes, the next one
	 * tries, too.
	 */
	PROBING,

	/** It was taken out by hand and stays out until it is put back by hand. */
	DISABLED

}
