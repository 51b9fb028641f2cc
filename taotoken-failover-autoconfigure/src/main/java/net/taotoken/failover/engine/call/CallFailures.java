package net.taotoken.failover.engine.call;

import java.util.Arrays;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call that failed, in order, and what they say of its models.
 * Immutable.
 */
public final class CallFailures {

	public static final CallFailures NONE = new CallFailures(new Failure[0], List.of(), 0);

	// an array, since each call looks at all of them for each model, and nearly always
	// there are none: a list would take an iterator each time
	private final Failure[] all;

	private final List<Attempt> attempts;

	/** The number of attempts among them that the call may make. */
	private final int counted;

	private CallFailures(Failure[] all, List<Attempt> attempts, int counted) {
		this.all = all;
		this.attempts = attempts;
		this.counted = counted;
	}

	public CallFailures with(Failure failure) {
		Failure[] all = Arrays.copyOf(this.all, this.all.length + 1);
		all[this.all.length] = failure;
		return new CallFailures(all, Arrays.stream(all).map(Failure::attempt).toList(),
				this.counted + (failure.free() ? 0 : 1));
	}

	/**
	 * The same for display.
	 */
	public List<Attempt> attempts() {
		return this.attempts;
	}

	public List<Failure> all() {
		return List.of(this.all);
	}

	public int counted() {
		return this.counted;
	}

	/**
	 * Tells whether a model really failed. Attempts that were cancelled because another
	 * model was faster do not count.
	 */
	public boolean isSomeReal() {
		for (Failure failure : this.all) {
			if (failure.cause() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether a model said what would end the call if another one said it, too.
	 */
	public boolean isSomeDoubted() {
		for (Failure failure : this.all) {
			if (failure.doubted()) {
				return true;
			}
		}
		return false;
	}

	public boolean isSomeOf(FaultKind kind) {
		for (Failure failure : this.all) {
			if (failure.fault().kind() == kind) {
				return true;
			}
		}
		return false;
	}

	public boolean hasAsked(Model model) {
		return lastFault(model) != null;
	}

	/**
	 * The last fault of a model in this call, or {@code null} if it has not been asked.
	 */
	public @Nullable Fault lastFault(Model model) {
		Fault last = null;
		for (Failure failure : this.all) {
			last = failure.isOf(model) ? failure.fault() : last;
		}
		return last;
	}

	/**
	 * The number of attempts on this model so far that count towards max-attempts.
	 */
	public int attemptsOn(Model model) {
		int count = 0;
		for (Failure failure : this.all) {
			count += (failure.isOf(model) && !failure.free()) ? 1 : 0;
		}
		return count;
	}

	/**
	 * Tells whether the model failed in this call by a fault that is not the account's.
	 */
	public boolean hasFailed(Model model) {
		for (Failure failure : this.all) {
			if (failure.isOf(model) && !failure.isOfAccount()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether the model cannot do what this request asks, for any reason.
	 */
	public boolean isBeyond(Model model) {
		for (Failure failure : this.all) {
			if (failure.isOf(model) && failure.fault().kind() != FaultKind.CANCELLED && !failure.free()
					&& !FaultRank.of(failure.fault()).isPassing()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether another model failed in this call in the same way.
	 */
	public boolean confirm(Model model, Fault fault) {
		for (Failure failure : this.all) {
			if (!failure.isOf(model) && failure.fault().kind() == fault.kind()
					&& failure.fault().scope() == fault.scope() && isWitness(failure.model(), model, fault)) {
				return true;
			}
		}
		return false;
	}

	// of an account, only those know who ask with its key; of a request, only another
	// model, wherever it is asked
	private static boolean isWitness(Model witness, Model model, Fault fault) {
		return (fault.scope() == FaultScope.ACCOUNT) ? witness.isAtEntryOf(model)
				: !witness.name().equals(model.name());
	}

	/**
	 * Tells whether the call has no further use for a model.
	 */
	public boolean hasExhausted(Model model, Route route) {
		int attempts = 0;
		int max = Integer.MAX_VALUE;
		for (Failure failure : this.all) {
			if (failure.isOf(model)) {
				if (failure.forGood()) {
					return true;
				}
				attempts += failure.free() ? 0 : 1;
				max = maxAttempts(route, failure.fault().kind());
			}
			else if (failure.isEntryLostFor(model)) {
				return true;
			}
		}
		return attempts >= max;
	}

	/**
	 * The number of attempts that a call makes on a model that fails in this way.
	 */
	public static int maxAttempts(Route route, FaultKind kind) {
		Integer ofKind = route.faults().of(kind).maxAttempts();
		return (ofKind != null) ? ofKind : route.retry().maxAttempts();
	}

	/**
	 * Tells whether the request may fit into the context window of a model, after what
	 * did not fit into those of others.
	 */
	public boolean fits(Model model) {
		if (model.contextWindow() == null) {
			return true;
		}
		for (Failure failure : this.all) {
			Integer exceeded = failure.model().contextWindow();
			if (failure.fault().kind() == FaultKind.CONTEXT_LENGTH_EXCEEDED && exceeded != null
					&& model.contextWindow() <= exceeded) {
				return false;
			}
		}
		return true;
	}

}
