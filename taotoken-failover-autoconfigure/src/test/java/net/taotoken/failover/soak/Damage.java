package net.taotoken.failover.soak;

import java.util.Random;

/**
 * Something that a server, or what stands before it, does wrong. No damage turns an
 * answer into another one that looks as whole: each leaves the right answer, or one that
 * can be seen to be none.
 */
interface Damage {

	String name();

	void apply(Draft draft, Random random);

	/**
	 * Whether the damage could hide another one, such as a cut behind what looks like an
	 * end.
	 */
	default boolean standsAlone() {
		return false;
	}

}
