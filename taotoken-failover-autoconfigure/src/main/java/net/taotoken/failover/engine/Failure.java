package net.taotoken.failover.engine;

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
 */
record Failure(Model model, Attempt attempt, @Nullable Throwable cause, boolean doubted, boolean forGood) {

	boolean isOf(Model model) {
		return this.model.id().equals(model.id());
	}

	Fault fault() {
		return Objects.requireNonNull(this.attempt.fault());
	}

	boolean isOfAccount() {
		return fault().scope() == FaultScope.ACCOUNT && fault().proven();
	}

}
