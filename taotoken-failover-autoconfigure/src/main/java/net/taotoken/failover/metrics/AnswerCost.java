package net.taotoken.failover.metrics;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what an answer costs.
 */
final class AnswerCost {

	/** Names that suppliers have for prompt tokens that were read from a cache. */
	private static final List<String> CACHED = List.of("cached_tokens", "cache_read_input_tokens",
			"prompt_cache_hit_tokens", "cache_read_tokens");

	private AnswerCost() {
	}

	/**
	 * The cost of an answer. Prompt tokens from a cache have their own price if there is
	 * one, else that of the others.
	 * @param usage the tokens of the answer
	 * @param model the model, with its prices
	 * @return the cost, in the currency of the prices
	 */
	static double of(TokenUsage usage, Model model) {
		long prompt = count(usage.promptTokens());
		long cached = (model.cachedInputPrice() != null) ? Math.min(prompt, cachedTokens(usage)) : 0;
		return price(model.inputPrice(), prompt - cached) + price(model.cachedInputPrice(), cached)
				+ price(model.outputPrice(), count(usage.completionTokens()));
	}

	private static long cachedTokens(TokenUsage usage) {
		return Math.max(cachedTokens(usage.promptTokensDetails()), cachedTokens(usage.extra()));
	}

	private static long cachedTokens(Map<String, @Nullable Object> fields) {
		for (String name : CACHED) {
			if (fields.get(name) instanceof Number number) {
				return Math.max(0, number.longValue());
			}
		}
		return 0;
	}

	private static long count(@Nullable Long tokens) {
		return (tokens != null) ? Math.max(0, tokens) : 0;
	}

	private static double price(@Nullable Double perMillion, long tokens) {
		return (perMillion != null) ? perMillion * tokens / 1_000_000 : 0;
	}

}
