package net.taotoken.failover.health;

import java.util.Objects;

/**
 * Permits for tests in which it does not matter whether a model is out.
 */
public final class Permits {

	private Permits() {
	}

	/**
	 * The right to make an attempt, even if the model cools down.
	 */
	public static Permit anyway(ModelHealth health) {
		return Objects.requireNonNull(health.tryAcquireAnyway(null, health.now()), "its limits leave no room");
	}

}
