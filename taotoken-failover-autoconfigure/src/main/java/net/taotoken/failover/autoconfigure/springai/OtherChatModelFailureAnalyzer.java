package net.taotoken.failover.autoconfigure.springai;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Tells how to leave another provider's chat model out that cannot be made, such as for
 * want of a key, though nobody has said that it is wanted. It comes last, and knows
 * Spring AI by name only, since it is there without it.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class OtherChatModelFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> {

	private static final String CHAT_MODEL = "org.springframework.ai.chat.model.ChatModel";

	private static final String PROPERTY = "spring.ai.model.chat";

	private final @Nullable BeanFactory beans;

	private final @Nullable Environment environment;

	OtherChatModelFailureAnalyzer(@Nullable BeanFactory beans, @Nullable Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		if (this.environment == null || this.environment.getProperty(PROPERTY) != null) {
			return null;
		}
		BeanCreationException failed = chatModelThatFailed(cause);
		if (failed == null) {
			return null;
		}
		return new FailureAnalysis(
				"The ChatModel '" + failed.getBeanName() + "' of another provider could not be made: "
						+ NestedExceptionUtils.getMostSpecificCause(failed).getMessage(),
				"Write " + PROPERTY + "=taotoken to have Spring AI ask Taotoken, without that ChatModel. "
						+ "To use that ChatModel, give it what it misses.",
				failed);
	}

	private @Nullable BeanCreationException chatModelThatFailed(BeanCreationException outermost) {
		BeanCreationException found = null;
		for (Throwable cause = outermost; cause != null; cause = cause.getCause()) {
			if (cause instanceof BeanCreationException ex && isChatModelOfOthers(ex.getBeanName())) {
				found = ex;
			}
		}
		return found;
	}

	private boolean isChatModelOfOthers(@Nullable String name) {
		Class<?> type = (name != null && !name.startsWith("taotoken")) ? type(name) : null;
		return type != null && Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
			.anyMatch((implemented) -> implemented.getName().equals(CHAT_MODEL));
	}

	private @Nullable Class<?> type(String name) {
		try {
			return (this.beans != null) ? this.beans.getType(name, false) : null;
		}
		catch (NoSuchBeanDefinitionException ex) {
			return null;
		}
	}

}
