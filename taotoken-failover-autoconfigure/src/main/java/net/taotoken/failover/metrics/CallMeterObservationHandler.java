package net.taotoken.failover.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
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

	private final MeterRegistry registry;

	/**
	 * Create a handler.
	 * @param registry where the meters are
	 */
	public CallMeterObservationHandler(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallObservationContext;
	}

	@Override
	public void onStop(CallObservationContext context) {
		Long nanosToFirstChunk = context.getNanosToFirstChunk();
		if (nanosToFirstChunk != null) {
			firstChunks(context).record(nanosToFirstChunk, TimeUnit.NANOSECONDS);
		}
		TokenUsage usage = context.getUsage();
		if (usage != null) {
			Tags tags = tags(context);
			tokens(tags, "input", usage.promptTokens());
			tokens(tags, "output", usage.completionTokens());
			cost(context, usage);
		}
	}

	private Timer firstChunks(CallObservationContext context) {
		return Timer.builder("gen_ai.client.operation.time_to_first_chunk")
			.description("Time until the first content token of a streamed answer")
			.tags(tags(context))
			.register(this.registry);
	}

	/**
	 * A counter, as that of Spring AI is: in Prometheus, meters of the same name must
	 * have the same type, and the second one would be lost without a word.
	 */
	private void tokens(Tags tags, String type, @Nullable Long tokens) {
		if (tokens != null && tokens >= 0) {
			Counter.builder("gen_ai.client.token.usage")
				.description("Tokens of prompts and answers")
				.tags(tags.and(TOKEN_TYPE, type))
				.register(this.registry)
				.increment(tokens);
		}
	}

	private static Tags tags(CallObservationContext context) {
		Tags tags = Tags.of(CallKeys.OPERATION_NAME.asString(), context.getOperation(),
				CallKeys.PROVIDER_NAME.asString(), DefaultCallObservationConvention.PROVIDER,
				CallKeys.REQUEST_MODEL.asString(), context.getRequestModel(), CallKeys.RESPONSE_MODEL.asString(),
				context.getResponseModel());
		return CandidateTags.withEntry(tags, CallKeys.ENTRY.asString(), context.getEntry());
	}

	private void cost(CallObservationContext context, TokenUsage usage) {
		Model model = context.model();
		if (model == null || (model.inputPrice() == null && model.outputPrice() == null)) {
			return;
		}
		Counter.builder("taotoken.cost")
			.description("Estimated cost of answers, in the currency of the configured prices")
			.tags(CandidateTags.withEntry(Tags.of("model", context.getRequestModel()), "entry", context.getEntry()))
			.register(this.registry)
			.increment(AnswerCost.of(usage, model));
	}

}
