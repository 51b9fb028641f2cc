package net.taotoken.failover.route;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A model as a route uses it, and what is known of it. Where there are several entries it
 * is a candidate: the model at one of them.
 *
 * @param id what health, attempts and metrics are kept by: the name of the model, and
 * that of its entry if there are several, such as {@code deepseek-v4-flash@balance}; see
 * {@link ModelId}
 * @param name the name that the gateway knows
 * @param entry where the model is asked, or {@code null} if there is one entry only
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
 * @param limits how much the account allows, or {@code null} if unknown
 * @since 0.1.0
 */
public record Model(String id, String name, @Nullable Entry entry, @Nullable Integer contextWindow,
		@Nullable Double inputPrice, @Nullable Double cachedInputPrice, @Nullable Double outputPrice, double weight,
		Set<FaultKind> onlyOn, Map<String, Object> parameters, AttemptTimeouts timeouts, @Nullable ModelLimits limits) {

	public Model {
		ModelId.check("id", id);
		ModelId.check("name", name);
		Assert.isTrue(weight >= 0, "'weight' must not be negative");
		onlyOn = Set.copyOf(onlyOn);
		parameters = Map.copyOf(parameters);
	}

	/**
	 * A model with nothing but its id.
	 * @param id the id that the gateway knows
	 * @param timeouts how long an attempt may take
	 * @return the model
	 */
	public static Model of(String id, AttemptTimeouts timeouts) {
		return builder(id).timeouts(timeouts).build();
	}

	/**
	 * Begin with a model of the only entry that is not described, with the default limits
	 * in time.
	 * @param id the id that the gateway knows
	 * @return a builder
	 */
	public static ModelBuilder builder(String id) {
		return new ModelBuilder(id);
	}

	/**
	 * Begin with this model.
	 * @return a builder of others
	 */
	public ModelBuilder toBuilder() {
		return new ModelBuilder(this);
	}

	/**
	 * This model at an entry: the candidate.
	 * @param entry the entry
	 * @return a copy with the id of the candidate
	 */
	public Model at(Entry entry) {
		return toBuilder().at(entry).build();
	}

	/**
	 * Tells whether this model and another one are asked at the same entry.
	 * @param other another model
	 * @return whether they share the address and the key
	 */
	public boolean isAtEntryOf(Model other) {
		return Objects.equals(entryName(), other.entryName());
	}

	/**
	 * The name of the entry.
	 * @return the name, or {@code null} if there is one entry only
	 */
	public @Nullable String entryName() {
		return (this.entry != null) ? this.entry.name() : null;
	}

	/**
	 * The kinds of fault after which the entry may be used.
	 * @return the kinds; empty for no such condition
	 */
	public Set<FaultKind> entryOnlyOn() {
		return (this.entry != null) ? this.entry.onlyOn() : Set.of();
	}

	/**
	 * This model without its own condition on its use, as when a request asks for it by
	 * name. The condition of its entry stays: who pays is not the caller's choice.
	 * @return a copy
	 */
	Model unconditional() {
		return this.onlyOn.isEmpty() ? this : toBuilder().onlyOn(Set.of()).build();
	}

	/**
	 * This model without any condition, as when a request asks for the candidate by id.
	 */
	Model withoutAnyCondition() {
		Entry here = this.entry;
		Model model = unconditional();
		return (here == null || here.onlyOn().isEmpty()) ? model
				: model.at(new Entry(here.name(), here.models(), Set.of()));
	}

}
