package net.taotoken.failover.langchain4j;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells of parameters that only the model of another provider knows: they are not sent,
 * which must not happen in silence. Each class of parameters is reported once.
 */
final class ForeignParameters {

	private static final Log logger = LogFactory.getLog(ForeignParameters.class);

	private static final Set<Class<?>> reported = ConcurrentHashMap.newKeySet();

	private ForeignParameters() {
	}

	static void report(ChatRequestParameters parameters) {
		Class<?> type = parameters.getClass();
		if (type == DefaultChatRequestParameters.class || reported.contains(type)) {
			return;
		}
		Set<String> lost = namesOfOwnValues(parameters);
		if (!lost.isEmpty() && reported.add(type)) {
			logger.warn("Of " + type.getSimpleName() + ", " + lost
					+ " are not sent: set them in TaotokenChatRequestParameters, those without a method of their own by "
					+ "extra(..)");
		}
	}

	private static Set<String> namesOfOwnValues(ChatRequestParameters parameters) {
		Set<String> names = new TreeSet<>();
		for (Method method : parameters.getClass().getDeclaredMethods()) {
			boolean accessor = Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
					&& method.getParameterCount() == 0;
			if (accessor && isOwn(method) && isSet(parameters, method)) {
				names.add(method.getName());
			}
		}
		return names;
	}

	private static boolean isOwn(Method method) {
		try {
			DefaultChatRequestParameters.class.getMethod(method.getName());
			return false;
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
	}

	private static boolean isSet(ChatRequestParameters parameters, Method method) {
		Object value = value(parameters, method);
		if (value instanceof Collection<?> collection) {
			return !collection.isEmpty();
		}
		return (value instanceof Map<?, ?> map) ? !map.isEmpty() : value != null;
	}

	private static @Nullable Object value(ChatRequestParameters parameters, Method method) {
		try {
			return method.invoke(parameters);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// a class that cannot be looked into keeps its secret
			return null;
		}
	}

}
