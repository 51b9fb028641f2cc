package net.taotoken.failover.springai;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.beans.BeanUtils;

/**
 * Finds out whether a model repeats its requests by itself, which multiplies attempts and
 * holds a call back before the next model is asked. There is no common method to ask, but
 * the options of Spring AI's models have one of the same name.
 */
final class DelegateRetries {

	private static final Log logger = LogFactory.getLog(DelegateRetries.class);

	private DelegateRetries() {
	}

	static void warnOf(ChatModel delegate) {
		if (retries(delegate.getOptions()) instanceof Number retries && retries.intValue() > 0) {
			logger.warn(delegate.getClass().getSimpleName() + " sends a request that fails up to " + retries
					+ " times again before another model is asked: write spring.ai.openai.max-retries=0, or build it with"
					+ " maxRetries(0)");
		}
	}

	/** Reads a field, or nothing if it cannot be read: it is only about a warning. */
	private static @Nullable Object retries(@Nullable ChatOptions options) {
		Method getter = (options != null) ? BeanUtils.findMethod(options.getClass(), "getMaxRetries") : null;
		try {
			return (getter != null) ? getter.invoke(options) : null;
		}
		catch (IllegalAccessException | InvocationTargetException | RuntimeException ex) {
			return null;
		}
	}

}
