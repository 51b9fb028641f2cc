package net.taotoken.failover.route;

/**
 * The order of the alternatives of a call that has several entries and several models to
 * turn to.
 *
 * @since 0.1.0
 */
public enum EntryOrder {

	/** The same model at the next entry, before the next model. */
	MODEL,

	/** The next model at the same entry, before the next entry. */
	ENTRY

}
