package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.FailoverRule;
import net.taotoken.failover.engine.call.Failure;
import net.taotoken.failover.engine.call.FaultRank;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The report of a call that failed.
 */
final class FailureReport {

	private static final int MOST_NAMED = 20;

	/**
	 * The fault of a model that was not asked because its limits left no room, as if the
	 * server had said so.
	 */
	private static final Fault NO_ROOM = Fault.of(FaultKind.RATE_LIMITED)
		.withHint("taotoken.models.<id>.limits leave no room in time");

	private final CallState call;

	private final ModelSelector selector;

	private final ModelHealthTracker tracker;

	private final Fault end;

	FailureReport(CallState call, ModelSelector selector, ModelHealthTracker tracker) {
		this.call = call;
		this.selector = selector;
		this.tracker = tracker;
		this.end = end();
	}

	FailoverException exception() {
		List<Throwable> causes = this.call.failures()
			.all()
			.stream()
			.map(Failure::cause)
			.filter(Objects::nonNull)
			.toList();
		return new FailoverException(this.call.route().name(), this.call.attempts(), passedOver(), this.end,
				retryAfter(), causes);
	}

	/**
	 * The fault that ended the call; else the most useful of the faults of its attempts
	 * and of the models that it passed over, and the last of those that are of equal use.
	 */
	private Fault end() {
		Fault end = this.call.end();
		if (end != null) {
			return end;
		}
		Fault best = null;
		for (Failure failure : this.call.failures().all()) {
			best = (best == null || !saysMore(best, failure.fault())) ? failure.fault() : best;
		}
		if (best == null) {
			return isSomeFull() ? NO_ROOM
					: Fault.of(FaultKind.MODEL_UNAVAILABLE).withHint("no model of the route could be asked in time");
		}
		for (Model model : this.selector.models()) {
			Fault out = this.tracker.of(model.id()).faultThatTookItOut();
			if (out != null && !this.call.failures().hasAsked(model) && isOfUseLater(model) && saysMore(out, best)) {
				best = out;
			}
		}
		return best;
	}

	private boolean isSomeFull() {
		return this.selector.models()
			.stream()
			.anyMatch((model) -> isOfUseLater(model) && this.selector.nanosUntilRoom(model) > 0);
	}

	private static boolean saysMore(Fault one, Fault other) {
		return FaultRank.of(one).compareTo(FaultRank.of(other)) < 0;
	}

	/**
	 * The models that the call did not ask, and why, in words.
	 */
	private List<String> passedOver() {
		List<String> passedOver = new ArrayList<>();
		int further = 0;
		for (Model model : this.selector.models()) {
			if (this.call.failures().hasAsked(model)) {
				continue;
			}
			if (passedOver.size() < MOST_NAMED) {
				passedOver.add(model.id() + " (" + whyPassedOver(model) + ")");
			}
			else {
				further++;
			}
		}
		if (further > 0) {
			passedOver.add("and " + further + " more");
		}
		return passedOver;
	}

	private String whyPassedOver(Model model) {
		if (this.tracker.of(model.id()).isDisabled()) {
			return "disabled";
		}
		if (!this.selector.isConditionMet(model)) {
			return "only on " + (model.onlyOn().isEmpty() ? model.entryOnlyOn() : model.onlyOn());
		}
		if (!this.call.failures().fits(model)) {
			return "its context window is no larger";
		}
		Fault fault = this.tracker.of(model.id()).faultThatTookItOut();
		if (fault == null) {
			long nanos = this.selector.nanosUntilRoom(model);
			return (nanos == 0) ? "the call ended before its turn"
					: "no room within its limits for " + (nanos / 1_000_000 + 1) + " ms";
		}
		return endedTheCall(fault) ? "out for the same reason" : "out after " + fault.describe();
	}

	// An account fault puts every model out. The message names the reason once and
	// does not repeat it for each model
	private boolean endedTheCall(Fault fault) {
		return fault.scope() == FaultScope.ACCOUNT && fault.describe().equals(this.end.describe());
	}

	/**
	 * The time after which a new call makes sense: some model may be asked again that may
	 * be able to answer. There is none after a fault that does not pass with time.
	 */
	private @Nullable Duration retryAfter() {
		if (!FaultRank.of(this.end).isPassing() && !this.end.equals(CallState.OUT_OF_TIME)) {
			return null;
		}
		Duration first = null;
		for (Model model : this.selector.models()) {
			if (isOfUseLater(model)) {
				Duration back = timeUntilBack(model);
				first = (first == null || back.compareTo(first) < 0) ? back : first;
			}
		}
		return first;
	}

	private boolean isOfUseLater(Model model) {
		return !this.tracker.of(model.id()).isDisabled() && !this.call.failures().isBeyond(model)
				&& this.call.failures().fits(model) && this.selector.isConditionMet(model);
	}

	private Duration timeUntilBack(Model model) {
		long nanos = this.selector.nanosUntilFree(model);
		if (nanos == ModelHealth.UNKNOWN) {
			return Duration.ZERO;
		}
		return (nanos > 0) ? Duration.ofNanos(nanos) : waitWithoutCoolDown(model);
	}

	/**
	 * The wait for a model that failed and was not taken out for it, so that its callers
	 * do not come back at once, again and again.
	 */
	private Duration waitWithoutCoolDown(Model model) {
		Fault last = this.call.failures().lastFault(model);
		if (last == null) {
			return Duration.ZERO;
		}
		FaultPolicy policy = this.call.route().faults().of(last.kind());
		boolean coolsDown = policy.coolDown(FailoverRule.counted(last), policy.firstWait()) != null;
		return coolsDown ? Duration.ZERO : policy.firstWait();
	}

}
