package net.taotoken.failover.test.autoconfigure;

import java.time.Duration;

import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.test.TaotokenTime;

import org.springframework.beans.factory.BeanFactory;

/**
 * The knowledge that the library has gathered of its models.
 */
final class LearntState {

	/** Longer than anything is remembered. */
	private static final Duration LONG_ENOUGH = Duration.ofDays(1);

	private LearntState() {
	}

	static void forget(BeanFactory beans, TaotokenTime time) {
		time.advance(LONG_ENOUGH);
		ModelHealthTracker tracker = beans.getBeanProvider(ModelHealthTracker.class).getIfUnique();
		CurrentRoutes routes = beans.getBeanProvider(CurrentRoutes.class).getIfUnique();
		if (routes != null) {
			routes.ordered().forEach((route) -> routes.resetOrder(route, null));
		}
		if (tracker != null && routes != null) {
			routes.get().knownModels().forEach((model) -> forget(tracker.of(model)));
		}
	}

	private static void forget(ModelHealth health) {
		health.putBack();
		health.resetStatistics();
		health.demote(null);
	}

}
