package net.taotoken.failover.engine.call;

import java.util.Objects;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed, and what follows for the rest of its call.
 *
 * @param model the model that was asked
 * @param attempt the attempt, with its fault
 * @param cause the exception, or {@code null} if the attempt was given up from outside
 * @param doubted whether the call would have ended by it if it were proven
 * @param forGood whether the call has no further use for the model
 * @param free whether it is none of the attempts that the call may make
 */
public record Failure(Model model, Attempt attempt, @Nullable Throwable cause, boolean doubted, boolean forGood,
		boolean free) {

	public Failure(Model model, Attempt attempt, Throwable cause, Decision decision, boolean forGood) {
		this(model, attempt, cause, decision.doubted(), forGood, decision.asksOtherwise());
	}

	/**
	 * An attempt that was given up from outside.
	 */
	public static Failure abandoned(Model model, Attempt attempt) {
		return new Failure(model, attempt, null, false, false, false);
	}

	public boolean isOf(Model model) {
		return this.model.id().equals(model.id());
	}

	public Fault fault() {
		return Objects.requireNonNull(this.attempt.fault());
	}

	public boolean isOfAccount() {
		return fault().scope() == FaultScope.ACCOUNT && fault().proven();
	}

	/**
	 * Tells whether a model is of no further use to the call because this one is at the
	 * same entry. Without entries, a fault of the account ends the call, or leaves it to
	 * health which models are asked.
	 */
	public boolean isEntryLostFor(Model other) {
		return this.forGood && other.entry() != null && isOfAccount() && this.model.isAtEntryOf(other);
	}

}
