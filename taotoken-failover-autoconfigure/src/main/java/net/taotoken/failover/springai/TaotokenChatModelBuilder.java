package net.taotoken.failover.springai;

import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * Builds a {@link TaotokenChatModel}. To be used by one thread.
 *
 * @since 0.1.0
 */
public final class TaotokenChatModelBuilder {

	final TaotokenOperations operations;

	final ReactiveTaotokenTemplate reactive;

	TaotokenChatOptions options = TaotokenChatOptions.builder().build();

	StreamDelivery delivery = StreamDelivery.LIVE;

	ObservationRegistry observations = ObservationRegistry.NOOP;

	@Nullable ChatModelObservationConvention convention;

	@Nullable ToolCallingManager tools;

	TaotokenChatModelBuilder(TaotokenOperations operations, ReactiveTaotokenTemplate reactive) {
		this.operations = operations;
		this.reactive = reactive;
	}

	/**
	 * Sets the options of calls that have none of their own. There are none by default.
	 * @param options the options
	 * @return this builder
	 */
	public TaotokenChatModelBuilder options(TaotokenChatOptions options) {
		this.options = options;
		return this;
	}

	/**
	 * Sets when the reader of a stream gets its responses. They come as the model gives
	 * them by default.
	 * @param delivery the way of delivery
	 * @return this builder
	 */
	public TaotokenChatModelBuilder delivery(StreamDelivery delivery) {
		this.delivery = delivery;
		return this;
	}

	/**
	 * Sets where calls are observed. They are not by default.
	 * @param observations the registry
	 * @return this builder
	 */
	public TaotokenChatModelBuilder observationRegistry(ObservationRegistry observations) {
		this.observations = observations;
		return this;
	}

	/**
	 * Sets how observations are named. By default they are named as by Spring AI, with
	 * the route in place of a model that nobody has named.
	 * @param convention the convention, or {@code null} for the default
	 * @return this builder
	 */
	public TaotokenChatModelBuilder observationConvention(@Nullable ChatModelObservationConvention convention) {
		this.convention = convention;
		return this;
	}

	/**
	 * Sets what finds the definitions of the tools that models are told of. That is
	 * Spring AI's own by default.
	 * @param tools the manager, or {@code null} for the default
	 * @return this builder
	 */
	public TaotokenChatModelBuilder toolCallingManager(@Nullable ToolCallingManager tools) {
		this.tools = tools;
		return this;
	}

	/**
	 * Builds the chat model.
	 * @return the chat model
	 */
	public TaotokenChatModel build() {
		return new TaotokenChatModel(this);
	}

}
