package net.taotoken.failover.route;

import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Model}. To be used by one thread.
 *
 * @since 0.1.0
 */
public final class ModelBuilder {

	private String id;

	private String name;

	private @Nullable Entry entry;

	private @Nullable Integer contextWindow;

	private @Nullable Double inputPrice;

	private @Nullable Double cachedInputPrice;

	private @Nullable Double outputPrice;

	private double weight = 1;

	private Set<FaultKind> onlyOn = Set.of();

	private Map<String, Object> parameters = Map.of();

	private AttemptTimeouts timeouts = AttemptTimeouts.defaults();

	private @Nullable ModelLimits limits;

	ModelBuilder(String id) {
		this.id = id;
		this.name = id;
	}

	ModelBuilder(Model model) {
		this.id = model.id();
		this.name = model.name();
		this.entry = model.entry();
		this.contextWindow = model.contextWindow();
		this.inputPrice = model.inputPrice();
		this.cachedInputPrice = model.cachedInputPrice();
		this.outputPrice = model.outputPrice();
		this.weight = model.weight();
		this.onlyOn = model.onlyOn();
		this.parameters = model.parameters();
		this.timeouts = model.timeouts();
		this.limits = model.limits();
	}

	/**
	 * Sets the tokens that prompt and answer may have together.
	 * @param contextWindow the tokens, or {@code null} if unknown
	 * @return this builder
	 */
	public ModelBuilder contextWindow(@Nullable Integer contextWindow) {
		this.contextWindow = contextWindow;
		return this;
	}

	/**
	 * Sets the price of a million prompt tokens.
	 * @param inputPrice in any one currency, or {@code null} if unknown
	 * @return this builder
	 */
	public ModelBuilder inputPrice(@Nullable Double inputPrice) {
		this.inputPrice = inputPrice;
		return this;
	}

	/**
	 * Sets the price of a million prompt tokens that were read from a cache.
	 * @param cachedInputPrice the price, or {@code null} if they cost as much as others
	 * @return this builder
	 */
	public ModelBuilder cachedInputPrice(@Nullable Double cachedInputPrice) {
		this.cachedInputPrice = cachedInputPrice;
		return this;
	}

	/**
	 * Sets the price of a million answer tokens.
	 * @param outputPrice the price, or {@code null} if unknown
	 * @return this builder
	 */
	public ModelBuilder outputPrice(@Nullable Double outputPrice) {
		this.outputPrice = outputPrice;
		return this;
	}

	/**
	 * Sets the share of calls that the strategy by weight starts with this model.
	 * @param weight relative to the other weights; not negative
	 * @return this builder
	 */
	public ModelBuilder weight(double weight) {
		this.weight = weight;
		return this;
	}

	/**
	 * Sets the kinds of fault after which this model may be used.
	 * @param onlyOn empty for no such condition
	 * @return this builder
	 */
	public ModelBuilder onlyOn(Set<FaultKind> onlyOn) {
		this.onlyOn = onlyOn;
		return this;
	}

	/**
	 * Sets request fields that are set for this model, in place of those of the request.
	 * @param parameters the fields
	 * @return this builder
	 */
	public ModelBuilder parameters(Map<String, Object> parameters) {
		this.parameters = parameters;
		return this;
	}

	/**
	 * Sets how long an attempt may take.
	 * @param timeouts the limits
	 * @return this builder
	 */
	public ModelBuilder timeouts(AttemptTimeouts timeouts) {
		this.timeouts = timeouts;
		return this;
	}

	/**
	 * Sets how much the account allows.
	 * @param limits the limits, or {@code null} if unknown
	 * @return this builder
	 */
	public ModelBuilder limits(@Nullable ModelLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Makes the model a candidate, whose id tells its entry.
	 */
	ModelBuilder at(Entry entry) {
		this.id = entry.candidate(this.name);
		this.entry = entry;
		return this;
	}

	/**
	 * Builds the model.
	 * @return the model
	 * @throws IllegalArgumentException if a value is outside its limits
	 */
	public Model build() {
		return new Model(this.id, this.name, this.entry, this.contextWindow, this.inputPrice, this.cachedInputPrice,
				this.outputPrice, this.weight, this.onlyOn, this.parameters, this.timeouts, this.limits);
	}

}
