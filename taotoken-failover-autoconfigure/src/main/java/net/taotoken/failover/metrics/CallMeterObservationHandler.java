package net.taotoken.failover.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.metrics.TaotokenObservationDocumentation.CallKeys;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Counts what calls tell beyond their time: tokens, estimated cost, and the time to the
 * first chunk of streams.
 *
 * @since 0.1.0
 */
public final class CallMeterObservationHandler implements ObservationHandler<CallObservationContext> {

	private static final String TOKEN_TYPE = "gen_ai.token.type";

	private final Known<Source, CallTags> known = new Known<>(Source::tags);

	private final MeterProvider<Timer> firstChunks;

	private final MeterProvider<Counter> tokens;

	private final MeterProvider<Counter> cost;

	/**
	 * Create a handler.
	 * @param registry where the meters are
	 */
	public CallMeterObservationHandler(MeterRegistry registry) {
		this.firstChunks = Timer.builder("gen_ai.client.operation.time_to_first_chunk")
			.description("Time until the first content token of a streamed answer")
			.withRegistry(registry);
		// a counter, as that of Spring AI is: in Prometheus, meters of the same name must
		// have the same type, and the second one would be lost without a word
		this.tokens = Counter.builder("gen_ai.client.token.usage")
			.description("Tokens of prompts and answers")
			.withRegistry(registry);
		this.cost = Counter.builder("taotoken.cost")
			.description("Estimated cost of answers, in the currency of the configured prices")
			.withRegistry(registry);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallObservationContext;
	}

	@Override
	public void onStop(CallObservationContext context) {
		Long nanosToFirstChunk = context.getNanosToFirstChunk();
		TokenUsage usage = context.getUsage();
		if (nanosToFirstChunk == null && usage == null) {
			return;
		}
		CallTags tags = this.known.of(Source.of(context));
		if (nanosToFirstChunk != null) {
			this.firstChunks.withTags(tags.call()).record(nanosToFirstChunk, TimeUnit.NANOSECONDS);
		}
		if (usage != null) {
			count(tags.input(), usage.promptTokens());
			count(tags.output(), usage.completionTokens());
			cost(tags.candidate(), usage, context.model());
		}
	}

	private void count(Tags tags, @Nullable Long tokens) {
		if (tokens != null && tokens >= 0) {
			this.tokens.withTags(tags).increment(tokens);
		}
	}

	private void cost(Tags tags, TokenUsage usage, @Nullable Model model) {
		if (model != null && (model.inputPrice() != null || model.outputPrice() != null)) {
			this.cost.withTags(tags).increment(AnswerCost.of(usage, model));
		}
	}

	private record Source(String operation, String requestModel, String responseModel, @Nullable String entry) {

		static Source of(CallObservationContext context) {
			return new Source(context.getOperation(), context.getRequestModel(), context.getResponseModel(),
					context.getEntry());
		}

		CallTags tags() {
			Tags names = Tags.of(CallKeys.OPERATION_NAME.asString(), this.operation, CallKeys.PROVIDER_NAME.asString(),
					DefaultCallObservationConvention.PROVIDER, CallKeys.REQUEST_MODEL.asString(), this.requestModel,
					CallKeys.RESPONSE_MODEL.asString(), this.responseModel);
			Tags call = CandidateTags.withEntry(names, CallKeys.ENTRY.asString(), this.entry);
			return new CallTags(call, call.and(TOKEN_TYPE, "input"), call.and(TOKEN_TYPE, "output"),
					CandidateTags.withEntry(Tags.of("model", this.requestModel), "entry", this.entry));
		}

	}

	private record CallTags(Tags call, Tags input, Tags output, Tags candidate) {

	}

}
