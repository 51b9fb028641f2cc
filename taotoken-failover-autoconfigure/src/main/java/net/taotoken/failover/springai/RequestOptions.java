package net.taotoken.failover.springai;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

/**
 * The options that Spring AI has no common name for. What is {@code null} is not set.
 *
 * @param extra all other fields of the request, never {@code null}
 */
record RequestOptions(@Nullable String route, @Nullable List<String> models, @Nullable Integer n, @Nullable Long seed,
		@Nullable Integer maxCompletionTokens, @Nullable String reasoningEffort, @Nullable Object toolChoice,
		@Nullable Boolean parallelToolCalls, @Nullable ResponseFormat responseFormat, @Nullable String outputSchema,
		@Nullable Boolean logprobs, @Nullable Integer topLogprobs, @Nullable Map<String, Number> logitBias,
		@Nullable String user, Map<String, @Nullable Object> extra) {

	RequestOptions {
		models = (models != null) ? List.copyOf(models) : null;
		logitBias = (logitBias != null) ? Map.copyOf(logitBias) : null;
		extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
	}

}
