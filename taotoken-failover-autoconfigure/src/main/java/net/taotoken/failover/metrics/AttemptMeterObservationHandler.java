package net.taotoken.failover.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Times attempts, with the same timer as Micrometer's
 * {@link DefaultMeterObservationHandler} would, but for less: tags are made once, and in
 * place of a long task timer there is a gauge of the attempts that are under way. Must be
 * asked before Micrometer's, which takes observations of all kinds. At most one for each
 * registry of observations. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class AttemptMeterObservationHandler implements MeterObservationHandler<AttemptObservationContext> {

	private static final String ACTIVE = "taotoken.attempts.active";

	private final Known<Source, Tags> known = new Known<>(Source::tags);

	private final Known<Candidate, LongAdder> underWay = new Known<>(this::gauge);

	private final MeterRegistry registry;

	private final DefaultMeterObservationHandler events;

	/**
	 * Create a handler.
	 * @param registry where the timers are
	 */
	public AttemptMeterObservationHandler(MeterRegistry registry) {
		this.registry = registry;
		this.events = new DefaultMeterObservationHandler(registry, IgnoredMeters.LONG_TASK_TIMER);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AttemptObservationContext;
	}

	@Override
	public void onStart(AttemptObservationContext context) {
		context.started(now(), this.underWay.of(Candidate.of(context)));
	}

	private LongAdder gauge(Candidate candidate) {
		LongAdder attempts = new LongAdder();
		Gauge.builder(ACTIVE, attempts, LongAdder::sum)
			.description("Attempts that are under way")
			.tags(candidate.tags())
			.strongReference(true)
			.register(this.registry);
		return attempts;
	}

	@Override
	public void onEvent(Observation.Event event, AttemptObservationContext context) {
		this.events.onEvent(event, context);
	}

	@Override
	public void onStop(AttemptObservationContext context) {
		long nanos = context.stopped(now());
		Throwable error = context.getError();
		Tags tags = this.known.of(new Source(context.getLowCardinalityKeyValues(),
				(error != null) ? error.getClass().getSimpleName() : "none"));
		String name = Objects.requireNonNull(context.getName(), "The convention names no observation");
		this.registry.timer(name, tags).record(nanos, TimeUnit.NANOSECONDS);
	}

	private long now() {
		return this.registry.config().clock().monotonicTime();
	}

	private record Candidate(String model, String route, @Nullable String entry) {

		static Candidate of(AttemptObservationContext context) {
			return new Candidate(context.getModelName(), context.getRoute(), context.getEntry());
		}

		Tags tags() {
			return CandidateTags.withEntry(Tags.of("model", this.model, "route", this.route), "entry", this.entry);
		}

	}

	private record Source(KeyValues keyValues, String error) {

		Tags tags() {
			List<Tag> tags = new ArrayList<>();
			for (KeyValue keyValue : this.keyValues) {
				tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
			}
			tags.add(Tag.of("error", this.error));
			return Tags.of(tags);
		}

	}

}
