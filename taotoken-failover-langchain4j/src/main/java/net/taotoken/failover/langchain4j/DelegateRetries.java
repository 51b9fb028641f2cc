package net.taotoken.failover.langchain4j;

import java.lang.reflect.Field;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a model repeats its requests by itself, which multiplies attempts,
 * and holds a call back before the next model is asked. There is no method to ask, but
 * the models of LangChain4j have a field of the same name.
 */
final class DelegateRetries {

	private static final Log logger = LogFactory.getLog(DelegateRetries.class);

	private static final String FIELD = "maxRetries";

	private DelegateRetries() {
	}

	static void warnOf(Object delegate) {
		Object retries = value(delegate);
		if (retries instanceof Number number && number.intValue() > 0) {
			logger.warn(delegate.getClass().getSimpleName() + " sends a request that fails up to " + number
					+ " times again before another model is asked: build it with maxRetries(0)");
		}
	}

	private static @Nullable Object value(Object delegate) {
		for (Class<?> type = delegate.getClass(); type != null; type = type.getSuperclass()) {
			try {
				Field field = type.getDeclaredField(FIELD);
				field.setAccessible(true);
				return field.get(delegate);
			}
			catch (NoSuchFieldException ex) {
				// it may be in the class above
			}
			catch (IllegalAccessException | RuntimeException ex) {
				return null;
			}
		}
		return null;
	}

}
