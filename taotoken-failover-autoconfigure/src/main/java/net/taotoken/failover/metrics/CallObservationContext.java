package net.taotoken.failover.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The known facts of a call while it is observed. Names of models are those for tags.
 *
 * @since 0.1.0
 */
public final class CallObservationContext extends Observation.Context {

	private final HeldKeyValues lowCardinality = new HeldKeyValues();

	private final HeldKeyValues highCardinality = new HeldKeyValues();

	private final String operation;

	private final String route;

	private @Nullable String entry;

	private String requestModel = ModelNames.NONE;

	private String responseModel = ModelNames.NONE;

	private String errorType = "none";

	private @Nullable Model model;

	private @Nullable TokenUsage usage;

	private @Nullable Long nanosToFirstChunk;

	CallObservationContext(String operation, String route, @Nullable String entry) {
		this.operation = operation;
		this.route = route;
		this.entry = entry;
	}

	/**
	 * The kind of call.
	 * @return {@code chat} or {@code execute}
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * The route of the call.
	 * @return its name
	 */
	public String getRoute() {
		return this.route;
	}

	/**
	 * The model that was asked last.
	 * @return its name, {@code other} or {@code none}
	 */
	public String getRequestModel() {
		return this.requestModel;
	}

	/**
	 * The entry at which the model was asked.
	 * @return the name of the entry, {@code none} if no model was asked, or {@code null}
	 * if the application started without entries
	 */
	public @Nullable String getEntry() {
		return this.entry;
	}

	/**
	 * The model that the server says has answered.
	 * @return its name, {@code other} or {@code none}
	 */
	public String getResponseModel() {
		return this.responseModel;
	}

	/**
	 * The reason why the call failed.
	 * @return the kind of the fault, the name of an exception, or {@code none}
	 */
	public String getErrorType() {
		return this.errorType;
	}

	/**
	 * The cost of the answer.
	 * @return its tokens, or {@code null} if they are not known
	 */
	public @Nullable TokenUsage getUsage() {
		return this.usage;
	}

	/**
	 * The time until the first content token of a streamed answer was there.
	 * @return nanoseconds, or {@code null} if there was none
	 */
	public @Nullable Long getNanosToFirstChunk() {
		return this.nanosToFirstChunk;
	}

	@Nullable Model model() {
		return this.model;
	}

	void firstChunk(long nanos) {
		if (this.nanosToFirstChunk == null) {
			this.nanosToFirstChunk = nanos;
		}
	}

	void answered(Model model, String requestModel, @Nullable String entry, String responseModel,
			@Nullable TokenUsage usage) {
		this.model = model;
		this.entry = entry;
		this.requestModel = requestModel;
		this.responseModel = responseModel;
		this.usage = usage;
	}

	void failed(String requestModel, @Nullable String entry, String errorType) {
		this.entry = entry;
		this.requestModel = requestModel;
		this.errorType = errorType;
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
