package net.taotoken.failover.engine;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One line for each attempt, at debug level. Not a listener, since those cost calls a
 * little even where nobody reads the log.
 */
final class AttemptLog {

	private static final Log logger = LogFactory.getLog(AttemptLog.class);

	private AttemptLog() {
	}

	static void answered(Route route, Model model, long nanos) {
		if (logger.isDebugEnabled()) {
			logger.debug("Route '" + route.name() + "', model " + model.id() + ": answered after " + nanos / 1_000_000
					+ " ms");
		}
	}

	static void failed(Route route, Attempt attempt, Reaction reaction) {
		if (logger.isDebugEnabled()) {
			logger.debug("Route '" + route.name() + "', model " + attempt.describe() + "; next: " + switch (reaction) {
				case RETRY -> "the same model again";
				case SWITCH -> "another model";
				case FAIL -> "the call fails";
			});
		}
	}

}
