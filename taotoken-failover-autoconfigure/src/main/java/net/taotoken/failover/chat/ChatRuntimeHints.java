package net.taotoken.failover.chat;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells native images which readers and writers of this package Jackson instantiates by
 * name. They are found by their annotations, from the types that hold all others.
 */
class ChatRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ChatCompletionRequest.class,
				ChatCompletion.class, ChatCompletionChunk.class, ContentPart.class);
	}

}
