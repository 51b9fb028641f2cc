package net.taotoken.failover.engine;

import java.util.List;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The fault behind an exception: an interrupt before all, then what the classifiers say,
 * one after the other.
 */
final class Faults {

	private static final Log logger = LogFactory.getLog(Faults.class);

	private final List<FaultClassifier> classifiers;

	Faults(List<FaultClassifier> classifiers) {
		this.classifiers = List.copyOf(classifiers);
	}

	Fault of(Exception exception) {
		if (exception instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		// whatever a client makes of it, an interrupt is the caller's wish and no model's
		// fault
		if (Thread.currentThread().isInterrupted()) {
			return Fault.of(FaultKind.CANCELLED).withHint("the calling thread was interrupted");
		}
		for (FaultClassifier classifier : this.classifiers) {
			Fault fault = classify(classifier, exception);
			if (fault != null) {
				return fault;
			}
		}
		return Fault.of(FaultKind.UNKNOWN);
	}

	private static @Nullable Fault classify(FaultClassifier classifier, Exception exception) {
		try {
			return classifier.classify(exception);
		}
		catch (RuntimeException ex) {
			logger.warn("A FaultClassifier failed: " + classifier.getClass().getName() + " threw "
					+ ex.getClass().getName());
			return null;
		}
	}

}
