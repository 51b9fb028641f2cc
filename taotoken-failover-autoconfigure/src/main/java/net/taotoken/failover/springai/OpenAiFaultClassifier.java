package net.taotoken.failover.springai;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.rules.Causes;
import net.taotoken.failover.fault.rules.FaultRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Tells the faults behind exceptions of {@code openai-java}, the client of Spring AI's
 * OpenAI models: by the status, the headers, the code, the type and the text of the
 * error. Its broken connections and time-outs need no classifier. The client is known by
 * the names of its methods, since it brings a JSON library that this one must not have.
 * May be used by many threads at once.
 *
 * @since 0.1.0
 */
public final class OpenAiFaultClassifier implements FaultClassifier {

	private static final String EXCEPTION = "com.openai.errors.OpenAIServiceException";

	private final FaultRules rules;

	private final InstantSource clock;

	/**
	 * Create a classifier.
	 * @param rules what error answers mean
	 * @param clock the time, for waits that an error gives as a date
	 */
	public OpenAiFaultClassifier(FaultRules rules, InstantSource clock) {
		this.rules = rules;
		this.clock = clock;
	}

	/**
	 * Classify an exception.
	 * @param exception the exception
	 * @return the fault, or {@code null} if there is no error answer of
	 * {@code openai-java} among it and its causes
	 */
	@Override
	public @Nullable Fault classify(Throwable exception) {
		for (Throwable cause : Causes.of(exception)) {
			if (isErrorAnswer(cause.getClass())) {
				return classifyAnswer(cause);
			}
		}
		return null;
	}

	private static boolean isErrorAnswer(@Nullable Class<?> type) {
		return type != null && (type.getName().equals(EXCEPTION) || isErrorAnswer(type.getSuperclass()));
	}

	private @Nullable Fault classifyAnswer(Throwable answer) {
		if (!(value(answer, "statusCode") instanceof Integer status)) {
			return null;
		}
		ErrorResponse response = new ErrorResponse(status, headers(value(answer, "headers")), body(answer));
		return this.rules.classify(response, this.clock.instant());
	}

	private static String body(Throwable answer) {
		Map<String, @Nullable Object> error = new LinkedHashMap<>();
		error.put("message", answer.getMessage());
		error.put("type", text(answer, "type"));
		error.put("code", text(answer, "code"));
		error.put("param", text(answer, "param"));
		return WireJson.mapper().writeValueAsString(Map.of("error", error));
	}

	private static @Nullable Object text(Throwable answer, String method) {
		return (value(answer, method) instanceof Optional<?> text) ? text.orElse(null) : null;
	}

	private static ErrorResponse.Headers headers(@Nullable Object headers) {
		Map<String, String> first = new LinkedHashMap<>();
		if (headers != null && value(headers, "names") instanceof Set<?> names) {
			for (Object name : names) {
				if (value(headers, "values", name) instanceof List<?> values && !values.isEmpty()) {
					first.put(String.valueOf(name), String.valueOf(values.get(0)));
				}
			}
		}
		return ErrorResponse.Headers.of(first);
	}

	/** Another version of the client may not have the method. */
	private static @Nullable Object value(Object target, String name, Object... arguments) {
		Class<?>[] types = (arguments.length != 0) ? new Class<?>[] { String.class } : new Class<?>[0];
		Method method = ReflectionUtils.findMethod(target.getClass(), name, types);
		try {
			return (method != null) ? method.invoke(target, arguments) : null;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			return null;
		}
	}

}
