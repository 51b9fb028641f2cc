package net.taotoken.failover.engine;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;

/**
 * The conditions of models that are asked only after certain faults. A fault counts that
 * the call has seen, or that has taken another model of the call out. For use by one
 * thread of the call, as long as it needs it.
 *
 * @param call the call
 * @param tracker the health of the models
 * @param models all models of the call
 * @param leftOut those that the call does without, by id
 */
record ModelConditions(CallState call, ModelHealthTracker tracker, List<Model> models, Set<String> leftOut) {

	/** The fault of a model that is left out. */
	private static final Fault NOT_OFFERED = Fault.of(FaultKind.MODEL_UNAVAILABLE);

	/**
	 * Tells whether a model has conditions. Most have none, and need no object of this
	 * type.
	 */
	static boolean areSetFor(Model model) {
		return !model.onlyOn().isEmpty() || !model.entryOnlyOn().isEmpty();
	}

	/**
	 * Tells whether a model may be asked, as far as its conditions go.
	 */
	boolean areMetFor(Model model) {
		return isOneMet(model.onlyOn(), (other, fault) -> true)
				&& isOneMet(model.entryOnlyOn(), (other, fault) -> isReasonToPay(model, other, fault));
	}

	private boolean isOneMet(Set<FaultKind> kinds, BiPredicate<Model, Fault> counts) {
		return kinds.isEmpty() || kinds.stream()
			.anyMatch((kind) -> this.call.failures().isSomeOf(kind) || isSomeModelOutBecauseOf(kind, counts));
	}

	// what one model lacks at another entry is no reason to pay for the others, nor is
	// what somebody takes out for a while
	private static boolean isReasonToPay(Model model, Model other, Fault fault) {
		return !other.isAtEntryOf(model) && !fault.equals(ModelHealth.BY_HAND)
				&& (fault.scope() == FaultScope.ACCOUNT || other.name().equals(model.name()));
	}

	private boolean isSomeModelOutBecauseOf(FaultKind kind, BiPredicate<Model, Fault> counts) {
		for (Model model : this.models) {
			Fault fault = this.leftOut.contains(model.id()) ? NOT_OFFERED
					: this.tracker.of(model.id()).faultThatTookItOut();
			if (fault != null && fault.kind() == kind && counts.test(model, fault)) {
				return true;
			}
		}
		return false;
	}

}
