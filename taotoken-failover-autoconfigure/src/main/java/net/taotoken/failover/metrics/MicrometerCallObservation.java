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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The Micrometer observation of one call. Keeps from the call what handlers throw.
 */
final class MicrometerCallObservation implements CallObservation {

	private static final Log logger = LogFactory.getLog(MicrometerCallObserver.class);

	private final CallObservationContext context;

	private final Observation observation;

	private final ObservationRegistry registry;

	private final ModelNames names;

	private final long startedAt = System.nanoTime();

	private final AtomicBoolean ended = new AtomicBoolean();

	MicrometerCallObservation(CallObservationContext context, Observation observation, ObservationRegistry registry,
			ModelNames names) {
		this.context = context;
		this.observation = observation;
		this.registry = registry;
		this.names = names;
	}

	@Override
	public Scope openScope() {
		try {
			Observation.Scope scope = Scopes.open(this.observation, this.registry);
			return () -> guard(scope::close);
		}
		catch (RuntimeException ex) {
			logger.warn("A call could not be observed", ex);
			return Scope.NONE;
		}
	}

	@Override
	public void firstChunk() {
		this.context.firstChunk(System.nanoTime() - this.startedAt);
	}

	@Override
	public void answered(Model model, @Nullable String responseModel, @Nullable TokenUsage usage) {
		this.context.answered(model, this.names.requested(model.id()), this.names.served(responseModel, model.id()),
				usage);
	}

	@Override
	public void interrupted(Model model, Fault fault) {
		this.context.failed(this.names.requested(model.id()), fault.kind().id());
		guard(() -> this.observation.error(ObservedFaultException.of(fault)));
	}

	@Override
	public void failed(Throwable exception) {
		if (exception instanceof FailoverException failure) {
			this.context.failed(lastModel(failure.attempts()), failure.fault().kind().id());
			guard(() -> this.observation.error(ObservedFaultException.of(failure.fault())));
		}
		else {
			String type = exception.getClass().getSimpleName();
			this.context.failed(ModelNames.NONE, type);
			guard(() -> this.observation.error(new ObservedFaultException(type)));
		}
	}

	private String lastModel(List<Attempt> attempts) {
		return this.names.requested(attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).model());
	}

	@Override
	public void end() {
		if (this.ended.compareAndSet(false, true)) {
			guard(this.observation::stop);
		}
	}

	private static void guard(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A call could not be observed", ex);
		}
	}

}
