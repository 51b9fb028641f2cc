package net.taotoken.failover.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The known facts of an attempt while it is observed. Its carrier collects the headers
 * that carry the trace to the gateway.
 *
 * @since 0.1.0
 */
public final class AttemptObservationContext extends SenderContext<Map<String, String>> {

	private final HeldKeyValues lowCardinality = new HeldKeyValues();

	private final HeldKeyValues highCardinality = new HeldKeyValues();

	private final String route;

	private final Model model;

	private final String modelName;

	private final @Nullable String entry;

	private final int earlierAttempts;

	private long startedAt;

	private @Nullable LongAdder underWay;

	private boolean answered;

	private @Nullable Fault fault;

	private boolean ended;

	AttemptObservationContext(String route, Model model, String modelName, @Nullable String entry,
			int earlierAttempts) {
		super((carrier, key, value) -> {
			if (carrier != null) {
				carrier.put(key, value);
			}
		}, Kind.CLIENT);
		setCarrier(new LinkedHashMap<>());
		setRemoteServiceName("taotoken");
		this.route = route;
		this.model = model;
		this.modelName = modelName;
		this.entry = entry;
		this.earlierAttempts = earlierAttempts;
	}

	/**
	 * The route of the call.
	 * @return its name
	 */
	public String getRoute() {
		return this.route;
	}

	/**
	 * The model that is asked, which may be one that a request has named. Not for tags.
	 * @return its id
	 */
	public String getModel() {
		return this.model.id();
	}

	/**
	 * The model that is asked, for tags.
	 * @return its id, or its name if there is an {@link #getEntry() entry}, or
	 * {@code other}
	 */
	public String getModelName() {
		return this.modelName;
	}

	/**
	 * The entry at which it is asked, for tags.
	 * @return the name of the entry, {@code none}, or {@code null} if the application
	 * started without entries
	 */
	public @Nullable String getEntry() {
		return this.entry;
	}

	/** The model as the gateway knows it, beside a tag that tells its entry. */
	String requestModel() {
		return (this.entry != null) ? this.model.name() : this.model.id();
	}

	/**
	 * The number of attempts that the same call made before.
	 * @return the number
	 */
	public int getEarlierAttempts() {
		return this.earlierAttempts;
	}

	/**
	 * The outcome of the attempt.
	 * @return {@code answered}, {@code failed}, or {@code none} while it is under way
	 */
	public String getOutcome() {
		if (!this.ended) {
			return "none";
		}
		return this.answered ? "answered" : "failed";
	}

	/**
	 * The reason why the attempt failed.
	 * @return the fault, or {@code null} if there was none
	 */
	public @Nullable Fault getFault() {
		return this.fault;
	}

	void started(long nanos, LongAdder underWay) {
		this.startedAt = nanos;
		this.underWay = underWay;
		underWay.increment();
	}

	/** The nanoseconds since the start, which ends being under way. */
	long stopped(long nanos) {
		if (this.underWay != null) {
			this.underWay.decrement();
		}
		return nanos - this.startedAt;
	}

	void answered() {
		this.answered = true;
		this.ended = true;
	}

	void failed(@Nullable Fault fault) {
		this.fault = fault;
		this.ended = true;
	}

	boolean hasEnded() {
		return this.ended;
	}

	@Override
	public Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
		this.lowCardinality.add(keyValue);
		return this;
	}

	@Override
	public Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
		this.lowCardinality.add(keyValues);
		return this;
	}

	@Override
	public Observation.Context removeLowCardinalityKeyValue(String keyName) {
		this.lowCardinality.remove(keyName);
		return this;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues() {
		return this.lowCardinality.all();
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
		return this.lowCardinality.get(key);
	}

	@Override
	public Observation.Context addHighCardinalityKeyValue(KeyValue keyValue) {
		this.highCardinality.add(keyValue);
		return this;
	}

	@Override
	public Observation.Context addHighCardinalityKeyValues(KeyValues keyValues) {
		this.highCardinality.add(keyValues);
		return this;
	}

	@Override
	public Observation.Context removeHighCardinalityKeyValue(String keyName) {
		this.highCardinality.remove(keyName);
		return this;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues() {
		return this.highCardinality.all();
	}

	@Override
	public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
		return this.highCardinality.get(key);
	}

}
