package net.taotoken.failover.springai;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * The prompts for the model behind a failover.
 */
final class DelegatePrompts {

	private DelegatePrompts() {
	}

	/**
	 * The options of a prompt.
	 * @param prompt the prompt
	 * @param defaults those of the other model
	 * @throws IllegalArgumentException if they name another model than the default, which
	 * the other model names by itself
	 */
	static ChatOptions options(Prompt prompt, ChatOptions defaults) {
		ChatOptions options = prompt.getOptions();
		if (options == null) {
			return defaults;
		}
		String model = options.getModel();
		if (model != null && !model.equals(defaults.getModel())) {
			throw new IllegalArgumentException("The prompt names the model '" + model
					+ "', but the models of the route are asked: leave it out, or ask the model without failover");
		}
		return options;
	}

	/** The class of the options stays, so that the other model reads them all. */
	static Prompt to(String model, Prompt prompt, ChatOptions options) {
		return new Prompt(prompt.getInstructions(), options.mutate().model(model).build());
	}

}
