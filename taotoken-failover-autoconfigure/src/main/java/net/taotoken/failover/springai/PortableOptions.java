package net.taotoken.failover.springai;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptionsBuilder;
import org.springframework.ai.model.tool.DefaultStructuredOutputChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * The options that Spring AI has for all providers.
 */
final class PortableOptions {

	private PortableOptions() {
	}

	/**
	 * Tells whether a builder builds options of Spring AI's own that
	 * {@link DefaultToolCallingChatOptions.Builder#combineWith} takes over whole.
	 */
	static boolean isPortable(ChatOptions.Builder<?> builder) {
		return builder.getClass() == DefaultChatOptionsBuilder.class
				|| builder.getClass() == DefaultToolCallingChatOptions.Builder.class;
	}

	/**
	 * Tells whether options have nothing that another provider has no common name for.
	 */
	static boolean isPortable(ChatOptions options) {
		return options.getClass() == DefaultChatOptions.class
				|| options.getClass() == DefaultToolCallingChatOptions.class
				|| options.getClass() == DefaultStructuredOutputChatOptions.class;
	}

	/**
	 * Copy what has a common name.
	 */
	static void copy(ChatOptions from, TaotokenChatOptionsBuilder to) {
		to.model(from.getModel())
			.frequencyPenalty(from.getFrequencyPenalty())
			.maxTokens(from.getMaxTokens())
			.presencePenalty(from.getPresencePenalty())
			.stopSequences(from.getStopSequences())
			.temperature(from.getTemperature())
			.topK(from.getTopK())
			.topP(from.getTopP());
		if (from instanceof ToolCallingChatOptions tools) {
			to.toolCallbacks(tools.getToolCallbacks()).toolContext(tools.getToolContext());
		}
		if (from instanceof StructuredOutputChatOptions structured) {
			to.outputSchema(structured.getOutputSchema());
		}
	}

}
