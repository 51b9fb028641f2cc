package net.taotoken.failover.engine;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;

/**
 * Observes attempts from their beginning to their end, such as to trace them. Called on
 * the thread of the call; what it throws is logged and otherwise ignored. To hear what
 * came of attempts only, a {@link FailoverListener} is simpler.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AttemptObserver {

	/** Observes nothing, at no cost. */
	AttemptObserver NONE = (route, model, earlier) -> AttemptObservation.NONE;

	/**
	 * An attempt begins.
	 * @param route the route of the call
	 * @param model the model that is asked
	 * @param earlier the attempts of the same call so far
	 * @return hears how the attempt goes on
	 */
	AttemptObservation start(Route route, Model model, List<Attempt> earlier);

}
