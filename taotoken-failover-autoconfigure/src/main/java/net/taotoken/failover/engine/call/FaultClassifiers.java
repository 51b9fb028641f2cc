package net.taotoken.failover.engine.call;

import java.util.List;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.support.GuardedCall;

/**
 * The fault behind an exception: an interrupt before all, then what the classifiers say,
 * one after the other.
 */
public final class FaultClassifiers {

	private final List<Guarded> classifiers;

	public FaultClassifiers(List<FaultClassifier> classifiers) {
		this.classifiers = classifiers.stream()
			.map((classifier) -> new Guarded(classifier, GuardedCall.discreet("FaultClassifier", classifier)))
			.toList();
	}

	public Fault of(Exception exception) {
		if (exception instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		// however a client tells it, an interrupt is the caller's wish and no model's
		// fault
		if (Thread.currentThread().isInterrupted()) {
			return CallState.INTERRUPTED;
		}
		for (Guarded classifier : this.classifiers) {
			Fault fault = classifier.guard().get(() -> classifier.target().classify(exception));
			if (fault != null) {
				return fault;
			}
		}
		return Fault.of(FaultKind.UNKNOWN);
	}

	private record Guarded(FaultClassifier target, GuardedCall guard) {
	}

}
