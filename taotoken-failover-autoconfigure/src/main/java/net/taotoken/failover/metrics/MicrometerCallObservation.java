package net.taotoken.failover.metrics;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.CallObservation;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.support.GuardedCall;
import org.jspecify.annotations.Nullable;

/**
 * The Micrometer observation of one call. Keeps from the call what handlers throw.
 */
final class MicrometerCallObservation implements CallObservation {

	private final CallObservationContext context;

	private final Observation observation;

	private final ObservationRegistry registry;

	private final ModelNames names;

	private final GuardedCall guard;

	private final long startedAt = System.nanoTime();

	private final AtomicBoolean ended = new AtomicBoolean();

	MicrometerCallObservation(CallObservationContext context, Observation observation, ObservationRegistry registry,
			ModelNames names, GuardedCall guard) {
		this.context = context;
		this.observation = observation;
		this.registry = registry;
		this.names = names;
		this.guard = guard;
	}

	@Override
	public Scope openScope() {
		Observation.Scope scope = this.guard.get(() -> Scopes.open(this.observation, this.registry));
		return (scope != null) ? () -> this.guard.run(scope::close) : Scope.NONE;
	}

	@Override
	public void firstChunk() {
		this.context.firstChunk(System.nanoTime() - this.startedAt);
	}

	@Override
	public void answered(Model model, @Nullable String responseModel, @Nullable TokenUsage usage) {
		this.context.answered(model, this.names.requested(model.id()), this.names.entry(model.id()),
				this.names.served(responseModel, model.id()), usage);
	}

	@Override
	public void interrupted(Model model, Fault fault) {
		failed(model.id(), fault.kind().id());
		this.guard.run(() -> this.observation.error(ObservedFaultException.of(fault)));
	}

	@Override
	public void failed(Throwable exception) {
		if (exception instanceof FailoverException failure) {
			failed(lastModel(failure.attempts()), failure.fault().kind().id());
			this.guard.run(() -> this.observation.error(ObservedFaultException.of(failure.fault())));
		}
		else {
			String type = exception.getClass().getSimpleName();
			failed(null, type);
			this.guard.run(() -> this.observation.error(new ObservedFaultException(type)));
		}
	}

	private void failed(@Nullable String model, String errorType) {
		this.context.failed(this.names.requested(model), this.names.entry(model), errorType);
	}

	private static @Nullable String lastModel(List<Attempt> attempts) {
		return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).model();
	}

	@Override
	public void end() {
		if (this.ended.compareAndSet(false, true)) {
			this.guard.run(this.observation::stop);
		}
	}

}
