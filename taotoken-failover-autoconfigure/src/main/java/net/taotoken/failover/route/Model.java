package net.taotoken.failover.route;

import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A model as a route uses it: its id at the gateway, and what is known of it.
 *
 * @param id the id that the gateway knows; see {@link ModelId}
 * @param contextWindow the tokens that prompt and answer may have together, or
 * {@code null} if unknown
 * @param inputPrice the price of a million prompt tokens, in any one currency, or
 * {@code null} if unknown
 * @param cachedInputPrice the price of a million prompt tokens that were read from a
 * cache, or {@code null} if they cost as much as others
 * @param outputPrice the price of a million answer tokens, or {@code null} if unknown
 * @param weight the share of calls that the strategy by weight starts with this model,
 * relative to the other weights; not negative
 * @param onlyOn the kinds of fault after which this model may be used; empty for no such
 * condition
 * @param parameters request fields that are set for this model, in place of those of the
 * request
 * @param timeouts how long an attempt may take
 * @since 0.1.0
 */
public record Model(String id, @Nullable Integer contextWindow, @Nullable Double inputPrice,
		@Nullable Double cachedInputPrice, @Nullable Double outputPrice, double weight, Set<FaultKind> onlyOn,
		Map<String, Object> parameters, AttemptTimeouts timeouts) {

	public Model {
		ModelId.check("id", id);
		Assert.isTrue(weight >= 0, "'weight' must not be negative");
		onlyOn = Set.copyOf(onlyOn);
		parameters = Map.copyOf(parameters);
	}

	/**
	 * Create a model whose cached prompt tokens cost as much as others.
	 * @param id the id that the gateway knows
	 * @param contextWindow the tokens that prompt and answer may have together, or
	 * {@code null} if unknown
	 * @param inputPrice the price of a million prompt tokens, or {@code null} if unknown
	 * @param outputPrice the price of a million answer tokens, or {@code null} if unknown
	 * @param weight the share of calls that the strategy by weight starts with this model
	 * @param onlyOn the kinds of fault after which this model may be used
	 * @param parameters request fields that are set for this model
	 * @param timeouts how long an attempt may take
	 */
	public Model(String id, @Nullable Integer contextWindow, @Nullable Double inputPrice, @Nullable Double outputPrice,
			double weight, Set<FaultKind> onlyOn, Map<String, Object> parameters, AttemptTimeouts timeouts) {
		this(id, contextWindow, inputPrice, null, outputPrice, weight, onlyOn, parameters, timeouts);
	}

	/**
	 * A model with nothing but its id.
	 * @param id the id that the gateway knows
	 * @param timeouts how long an attempt may take
	 * @return the model
	 */
	public static Model of(String id, AttemptTimeouts timeouts) {
		return new Model(id, null, null, null, 1.0, Set.of(), Map.of(), timeouts);
	}

	/**
	 * This model without a condition on its use, as when a request asks for it by name.
	 * @return a copy
	 */
	Model unconditional() {
		return this.onlyOn.isEmpty() ? this : new Model(this.id, this.contextWindow, this.inputPrice,
				this.cachedInputPrice, this.outputPrice, this.weight, Set.of(), this.parameters, this.timeouts);
	}

}
