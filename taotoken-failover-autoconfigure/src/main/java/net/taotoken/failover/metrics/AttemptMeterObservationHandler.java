package net.taotoken.failover.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Times attempts, with the same timer as Micrometer's
 * {@link DefaultMeterObservationHandler} would, but for less: tags are made once, and
 * there is no long task timer ({@code taotoken.attempts.active}). The one of the call
 * tells what is under way. Must be asked before Micrometer's, which takes observations of
 * all kinds. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class AttemptMeterObservationHandler implements MeterObservationHandler<AttemptObservationContext> {

	private final Known<Source, Tags> known = new Known<>(Source::tags);

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
		context.startedAt(now());
	}

	@Override
	public void onEvent(Observation.Event event, AttemptObservationContext context) {
		this.events.onEvent(event, context);
	}

	@Override
	public void onStop(AttemptObservationContext context) {
		long nanos = now() - context.startedAt();
		Throwable error = context.getError();
		Tags tags = this.known.of(new Source(context.getLowCardinalityKeyValues(),
				(error != null) ? error.getClass().getSimpleName() : "none"));
		this.registry.timer(context.getName(), tags).record(nanos, TimeUnit.NANOSECONDS);
	}

	private long now() {
		return this.registry.config().clock().monotonicTime();
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
