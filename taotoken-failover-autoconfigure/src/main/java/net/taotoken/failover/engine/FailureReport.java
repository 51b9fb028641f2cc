package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a call that failed.
 */
final class FailureReport {

	private static final int MOST_NAMED = 20;

	private final Call call;

	private final Candidates candidates;

	private final ModelHealthTracker tracker;

	private final Fault end;

	FailureReport(Call call, Candidates candidates, ModelHealthTracker tracker) {
		this.call = call;
		this.candidates = candidates;
		this.tracker = tracker;
		this.end = end();
	}

	FailoverException exception() {
		List<Throwable> causes = this.call.failures().stream().map(Failure::cause).filter(Objects::nonNull).toList();
		return new FailoverException(this.call.route().name(), this.call.attempts(), passedOver(), this.end,
				retryAfter(), causes);
	}

	/**
	 * What ended the call; else the last fault that says more than that a model cannot do
	 * what the request asks, since a caller may come back after an outage.
	 */
	private Fault end() {
		Fault end = this.call.end();
		if (end != null) {
			return end;
		}
		List<Failure> failures = this.call.failures();
		Fault last = failures.isEmpty() ? null : failures.get(failures.size() - 1).fault();
		if (last == null) {
			return Fault.of(FaultKind.MODEL_UNAVAILABLE).withHint("no model of the route could be asked in time");
		}
		Fault outage = isRefusal(last) ? outage() : null;
		return (outage != null) ? outage : last;
	}

	private static boolean isRefusal(Fault fault) {
		return fault.scope() == FaultScope.REQUEST && fault.kind() != FaultKind.CANCELLED;
	}

	private @Nullable Fault outage() {
		List<Failure> failures = this.call.failures();
		for (int i = failures.size() - 1; i >= 0; i--) {
			if (failures.get(i).fault().scope() != FaultScope.REQUEST) {
				return failures.get(i).fault();
			}
		}
		for (Model model : this.candidates.models()) {
			Fault out = this.tracker.of(model.id()).faultThatTookItOut();
			if (out != null && isOfUseLater(model)) {
				return out;
			}
		}
		return null;
	}

	/**
	 * The models that the call did not ask, and why, in words.
	 */
	private List<String> passedOver() {
		List<String> passedOver = new ArrayList<>();
		int further = 0;
		for (Model model : this.candidates.models()) {
			if (this.call.hasAsked(model)) {
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
		if (!this.candidates.isConditionMet(model)) {
			return "only on " + model.onlyOn();
		}
		if (!this.call.fits(model)) {
			return "its context window is no larger";
		}
		Fault fault = this.tracker.of(model.id()).faultThatTookItOut();
		if (fault == null) {
			return "the call ended before its turn";
		}
		return endedTheCall(fault) ? "out for the same reason" : "out after " + fault.describe();
	}

	// a fault of the account takes all models out, and one model's text is enough
	private boolean endedTheCall(Fault fault) {
		return fault.scope() == FaultScope.ACCOUNT && fault.describe().equals(this.end.describe());
	}

	/**
	 * The time after which a new call makes sense: some model may be asked again that may
	 * be able to answer.
	 */
	private @Nullable Duration retryAfter() {
		if (this.end.scope() == FaultScope.REQUEST) {
			return null;
		}
		Duration first = null;
		for (Model model : this.candidates.models()) {
			if (isOfUseLater(model)) {
				Duration back = timeUntilBack(model);
				first = (first == null || back.compareTo(first) < 0) ? back : first;
			}
		}
		return first;
	}

	private boolean isOfUseLater(Model model) {
		return !this.tracker.of(model.id()).isDisabled() && !this.call.isBeyond(model) && this.call.fits(model)
				&& this.candidates.isConditionMet(model);
	}

	private Duration timeUntilBack(Model model) {
		long nanos = this.tracker.of(model.id()).nanosUntilProbe();
		return (nanos == ModelHealth.UNKNOWN) ? Duration.ZERO : Duration.ofNanos(nanos);
	}

}
