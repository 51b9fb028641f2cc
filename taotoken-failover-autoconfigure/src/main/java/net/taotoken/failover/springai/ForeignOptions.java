package net.taotoken.failover.springai;

import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.beans.BeanUtils;

/**
 * Options of another provider, such as those of OpenAI, in a prompt for us. Theirs is
 * known only by the names and types of its properties.
 */
final class ForeignOptions {

	private static final Log logger = LogFactory.getLog(ForeignOptions.class);

	/** The properties that have a common name, and other names for the same. */
	private static final Set<String> PORTABLE = Stream
		.concat(Stream.of("stop"),
				Stream.of(ChatOptions.class, ToolCallingChatOptions.class, StructuredOutputChatOptions.class)
					.flatMap((type) -> Arrays.stream(BeanUtils.getPropertyDescriptors(type)))
					.map(PropertyDescriptor::getName))
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * The options that are the same on every wire of this kind, by the name and type of a
	 * property.
	 */
	private static final Map<String, Adopter<?>> ADOPTED = Map.of( //
			"n", new Adopter<>(Number.class, (to, value) -> to.n(value.intValue())), //
			"seed", new Adopter<>(Number.class, (to, value) -> to.seed(value.longValue())), //
			"maxCompletionTokens", new Adopter<>(Number.class, (to, value) -> to.maxCompletionTokens(value.intValue())), //
			"reasoningEffort", new Adopter<>(String.class, TaotokenChatOptionsBuilder::reasoningEffort), //
			"parallelToolCalls", new Adopter<>(Boolean.class, TaotokenChatOptionsBuilder::parallelToolCalls), //
			"logprobs", new Adopter<>(Boolean.class, TaotokenChatOptionsBuilder::logprobs), //
			"topLogprobs", new Adopter<>(Number.class, (to, value) -> to.topLogprobs(value.intValue())), //
			"user", new Adopter<>(String.class, TaotokenChatOptionsBuilder::user));

	private static final Set<String> warned = ConcurrentHashMap.newKeySet();

	private ForeignOptions() {
	}

	/**
	 * Take over what there is a place for, and name the rest in the log, once.
	 */
	static TaotokenChatOptionsBuilder adopt(ChatOptions foreign) {
		TaotokenChatOptionsBuilder builder = TaotokenChatOptions.builder();
		PortableOptions.copy(foreign, builder);
		if (!PortableOptions.isPortable(foreign)) {
			Set<String> lost = new TreeSet<>();
			own(foreign).forEach((name, value) -> {
				Adopter<?> adopter = ADOPTED.get(name);
				if (adopter == null || !adopter.adopt(builder, value)) {
					lost.add(name);
				}
			});
			warn(foreign.getClass(), lost);
		}
		return builder;
	}

	private static void warn(Class<?> type, Set<String> lost) {
		if (!lost.isEmpty() && warned.add(type.getName() + lost)) {
			logger.warn(type.getSimpleName() + " was given to Taotoken's ChatModel, which does not send its " + lost
					+ ": set them in TaotokenChatOptions, by their own methods or by extra(name, value)");
		}
	}

	/**
	 * The options that are set beyond the common ones, and not only by default.
	 */
	private static Map<String, Object> own(ChatOptions options) {
		Map<String, Object> own = values(options);
		values(defaults(options.getClass())).forEach((name, value) -> {
			if (Objects.deepEquals(own.get(name), value)) {
				own.remove(name);
			}
		});
		return own;
	}

	private static Map<String, Object> values(@Nullable Object bean) {
		Map<String, Object> values = new TreeMap<>();
		if (bean == null) {
			return values;
		}
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(bean.getClass())) {
			Method getter = property.getReadMethod();
			if (getter != null && getter.getDeclaringClass() != Object.class
					&& !PORTABLE.contains(property.getName())) {
				Object value = invoke(getter, bean);
				if (value != null && !isEmpty(value)) {
					values.put(property.getName(), value);
				}
			}
		}
		return values;
	}

	private static boolean isEmpty(Object value) {
		return (value instanceof Collection<?> collection && collection.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty());
	}

	private static @Nullable Object defaults(Class<?> type) {
		Method builder = BeanUtils.findMethod(type, "builder");
		return (builder != null && invoke(builder, null) instanceof ChatOptions.Builder<?> empty) ? empty.build()
				: null;
	}

	/**
	 * Calls a getter, or returns nothing if it cannot be read: it is only about a
	 * warning.
	 */
	private static @Nullable Object invoke(Method method, @Nullable Object target) {
		try {
			return method.invoke(target);
		}
		catch (IllegalAccessException | InvocationTargetException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Takes over one property.
	 *
	 * @param <T> the type of its value
	 */
	private record Adopter<T>(Class<T> type, BiConsumer<TaotokenChatOptionsBuilder, T> setter) {

		boolean adopt(TaotokenChatOptionsBuilder builder, Object value) {
			if (!this.type.isInstance(value)) {
				return false;
			}
			this.setter.accept(builder, this.type.cast(value));
			return true;
		}

	}

}
