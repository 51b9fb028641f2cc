package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * What one call has been through: its deadline, its failed attempts, and which models are
 * still of use to it. For use by the thread of the call.
 */
final class Call {

	private final Route route;

	private final long startedAt;

	private final long deadline;

	private List<Attempt> attempts = List.of();

	private List<Throwable> causes = List.of();

	private List<String> leftForGood = List.of();

	private int exceededWindow;

	private boolean waited;

	private @Nullable Fault end;

	Call(Route route, long now) {
		this.route = route;
		this.startedAt = now;
		this.deadline = now + route.totalTimeout().toNanos();
	}

	Route route() {
		return this.route;
	}

	long startedAt() {
		return this.startedAt;
	}

	List<Attempt> attempts() {
		return this.attempts;
	}

	List<Throwable> causes() {
		return this.causes;
	}

	Duration timeLeft(long now) {
		return Duration.ofNanos(nanosLeft(now));
	}

	long nanosLeft(long now) {
		return Math.max(0, this.deadline - now);
	}

	/**
	 * Whether nothing of the call's time has been spent on other attempts or waits.
	 */
	boolean isFresh() {
		return this.attempts.isEmpty() && !this.waited;
	}

	void waited() {
		this.waited = true;
	}

	boolean isFirstHalf(long now) {
		return (now - this.startedAt) < (this.deadline - this.startedAt) / 2;
	}

	boolean mayAttempt(long now) {
		return this.attempts.size() < this.route.retry().maxTotalAttempts() && this.deadline - now > 0;
	}

	void attemptFailed(Model model, Attempt attempt, Throwable cause) {
		if (this.attempts.isEmpty()) {
			this.attempts = new ArrayList<>();
			this.causes = new ArrayList<>();
			this.leftForGood = new ArrayList<>();
		}
		this.attempts.add(attempt);
		this.causes.add(cause);
		Fault fault = attempt.fault();
		if (fault != null && !isWorthRepeating(fault)) {
			this.leftForGood.add(model.id());
		}
		if (fault != null && fault.kind() == FaultKind.CONTEXT_LENGTH_EXCEEDED && model.contextWindow() != null) {
			this.exceededWindow = Math.max(this.exceededWindow, model.contextWindow());
		}
	}

	private boolean isWorthRepeating(Fault fault) {
		return this.route.faults().of(fault.kind()).reactionTo(fault) == Reaction.RETRY;
	}

	/**
	 * The call ends without a further attempt, for a reason that is not an attempt's.
	 */
	void end(Fault fault) {
		this.end = fault;
	}

	Fault end() {
		if (this.end != null) {
			return this.end;
		}
		Fault last = this.attempts.isEmpty() ? null : this.attempts.get(this.attempts.size() - 1).fault();
		return (last != null) ? last
				: Fault.of(FaultKind.MODEL_UNAVAILABLE).withHint("no model of the route could be asked in time");
	}

	int attemptsOn(Model model) {
		int count = 0;
		for (Attempt attempt : this.attempts) {
			count += attempt.model().equals(model.id()) ? 1 : 0;
		}
		return count;
	}

	/**
	 * Whether the model failed in this call by a fault that is not the account's.
	 */
	boolean hasFailed(Model model) {
		for (Attempt attempt : this.attempts) {
			if (attempt.model().equals(model.id()) && attempt.fault() != null
					&& attempt.fault().scope() != FaultScope.ACCOUNT) {
				return true;
			}
		}
		return false;
	}

	boolean hasExhausted(Model model) {
		return this.leftForGood.contains(model.id()) || attemptsOn(model) >= maxAttemptsOn(model);
	}

	int maxAttempts(FaultKind kind) {
		Integer ofKind = this.route.faults().of(kind).maxAttempts();
		return (ofKind != null) ? ofKind : this.route.retry().maxAttempts();
	}

	private int maxAttemptsOn(Model model) {
		int max = Integer.MAX_VALUE;
		for (Attempt attempt : this.attempts) {
			if (attempt.model().equals(model.id()) && attempt.fault() != null) {
				max = maxAttempts(attempt.fault().kind());
			}
		}
		return max;
	}

	boolean fits(Model model) {
		return this.exceededWindow == 0 || model.contextWindow() == null || model.contextWindow() > this.exceededWindow;
	}

	boolean hasSeen(FaultKind kind) {
		return this.attempts.stream().anyMatch((attempt) -> attempt.fault() != null && attempt.fault().kind() == kind);
	}

}
