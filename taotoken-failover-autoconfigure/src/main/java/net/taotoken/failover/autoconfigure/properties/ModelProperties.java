package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Known facts about a model.
 *
 * @param contextWindow Number of tokens that prompt and answer may have together.
 * @param inputPrice Price of a million prompt tokens, in the same currency for all
 * models.
 * @param cachedInputPrice Price of a million prompt tokens that were read from a cache,
 * in the same currency. Unless set, they cost as much as others.
 * @param outputPrice Price of a million answer tokens, in the same currency for all
 * models.
 * @param weight Share of calls that the strategy 'weighted' starts with this model,
 * relative to the weights of the others.
 * @param onlyOn Comma-separated list of kinds of fault. This model is used only in a call
 * in which one of them has happened.
 * @param parameters Request fields that are set for this model, in place of those of the
 * request. Values that are JSON are read as JSON.
 * @param timeouts Limits of time for an attempt on this model.
 * @param limits How much the account allows of this model, so that no more is asked of
 * it. Several instances share what the account allows: divide it by their number.
 * @since 0.1.0
 */
public record ModelProperties(@Nullable Integer contextWindow, @Nullable Double inputPrice,
		@Nullable Double cachedInputPrice, @Nullable Double outputPrice, @DefaultValue("1") double weight,
		@DefaultValue Set<FaultKind> onlyOn, @DefaultValue Map<String, Object> parameters,
		@DefaultValue Timeouts timeouts, @DefaultValue Limits limits) {

	/**
	 * Limits of time for an attempt on one model.
	 *
	 * @param firstToken Maximum time from a request to the first content token of an
	 * answer that is streamed from the gateway.
	 * @param stall Maximum silence inside an answer that is streamed from the gateway,
	 * after its first token.
	 * @param response Maximum time from a request to the end of an answer that is not
	 * streamed from the gateway.
	 */
	public record Timeouts(@Nullable Duration firstToken, @Nullable Duration stall, @Nullable Duration response) {

	}

	/**
	 * Limits that the account sets on one model.
	 *
	 * @param rpm Requests a minute that this instance makes at most.
	 * @param tpm Tokens a minute, of prompts and answers together, that this instance
	 * uses at most. Those of a request are estimated before it is sent, and corrected by
	 * what its answer says.
	 * @param concurrent Requests that this instance has under way at once at most. A
	 * stream is one until it ends.
	 */
	public record Limits(@Nullable Integer rpm, @Nullable Long tpm, @Nullable Integer concurrent) {

	}

}
