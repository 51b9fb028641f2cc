package net.taotoken.failover.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Counts faults, switches, waits, hedges, broken streams, cool-downs and probes. Calls
 * that go well never come here.
 *
 * @since 0.1.0
 */
public final class FailoverMeters implements FailoverListener, ModelHealthListener {

	private final ModelNames names;

	private final MeterProvider<Counter> faults;

	private final MeterProvider<Counter> switches;

	private final MeterProvider<Timer> waits;

	private final MeterProvider<Counter> hedges;

	private final MeterProvider<Counter> interruptions;

	private final MeterProvider<Counter> coolDowns;

	private final MeterProvider<Counter> probes;

	/**
	 * Create the meters.
	 * @param registry where they are
	 * @param names the names of models in tags
	 */
	public FailoverMeters(MeterRegistry registry, ModelNames names) {
		this.names = names;
		this.faults = Counter.builder("taotoken.faults").description("Attempts that failed").withRegistry(registry);
		this.switches = Counter.builder("taotoken.switches")
			.description("Calls that turned from one model to another")
			.withRegistry(registry);
		this.waits = Timer.builder("taotoken.waits").description("Waits of calls for a model").withRegistry(registry);
		this.hedges = Counter.builder("taotoken.hedges")
			.description("Calls that asked a second model beside the first")
			.withRegistry(registry);
		this.interruptions = Counter.builder("taotoken.streams.interrupted")
			.description("Streamed answers that broke after their first content token")
			.withRegistry(registry);
		this.coolDowns = Counter.builder("taotoken.cooldowns")
			.description("Healthy models that were taken out")
			.withRegistry(registry);
		this.probes = Counter.builder("taotoken.probes")
			.description("Requests of no call that found out whether a model is back")
			.withRegistry(registry);
		names.listed().forEach(this::beginAtZero);
	}

	// If a counter is registered only with its first fault, Prometheus' rate() and
	// increase() do not see that first fault
	private void beginAtZero(String model) {
		for (FaultKind kind : FaultKind.values()) {
			this.faults.withTags(tags(kind, model));
		}
	}

	private Tags tags(FaultKind kind, String model) {
		return CandidateTags.of(this.names, model).and("kind", kind.id());
	}

	@Override
	public boolean hearsSuccesses() {
		return false;
	}

	@Override
	public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
		if (attempt.fault() != null) {
			this.faults.withTags(tags(attempt.fault().kind(), attempt.model())).increment();
		}
	}

	@Override
	public void callSwitched(Route route, String from, String to) {
		this.switches
			.withTags("from", CandidateTags.inOneWord(this.names, from), "to", CandidateTags.inOneWord(this.names, to))
			.increment();
	}

	@Override
	public void callWaited(Route route, Duration wait) {
		this.waits.withTags("route", route.name()).record(wait);
	}

	@Override
	public void callHedged(Route route) {
		this.hedges.withTags("route", route.name()).increment();
	}

	@Override
	public void answerInterrupted(Route route, Attempt attempt) {
		Fault fault = attempt.fault();
		// a reader that goes away breaks nothing
		if (fault != null && fault.kind() != FaultKind.CANCELLED) {
			this.interruptions.withTags(tags(fault.kind(), attempt.model())).increment();
		}
	}

	@Override
	public void modelCooledDown(String model, Fault fault, Duration coolDown) {
		this.coolDowns.withTags(tags(fault.kind(), model)).increment();
	}

	@Override
	public void modelProbed(String model, @Nullable Fault fault, Duration took) {
		this.probes
			.withTags(CandidateTags.of(this.names, model)
				.and("outcome", (fault != null) ? "failed" : "answered", "kind",
						(fault != null) ? fault.kind().id() : "none"))
			.increment();
	}

}
