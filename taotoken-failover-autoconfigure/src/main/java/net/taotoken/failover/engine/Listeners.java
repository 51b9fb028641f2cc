package net.taotoken.failover.engine;

import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells listeners, and keeps what they throw from the call.
 */
final class Listeners {

	private static final Log logger = LogFactory.getLog(Listeners.class);

	private final List<FailoverListener> listeners;

	private final List<FailoverListener> hearSuccesses;

	Listeners(List<FailoverListener> listeners) {
		this.listeners = List.copyOf(listeners);
		this.hearSuccesses = listeners.stream().filter(FailoverListener::hearsSuccesses).toList();
	}

	boolean hearSuccesses() {
		return !this.hearSuccesses.isEmpty();
	}

	void tellSuccess(Consumer<FailoverListener> event) {
		tell(this.hearSuccesses, event);
	}

	void tell(Consumer<FailoverListener> event) {
		tell(this.listeners, event);
	}

	private static void tell(List<FailoverListener> listeners, Consumer<FailoverListener> event) {
		for (FailoverListener listener : listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A FailoverListener failed: " + listener.getClass().getName(), ex);
			}
		}
	}

}
