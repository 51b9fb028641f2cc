package net.taotoken.failover.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells native images what is read of {@link TaotokenProperties} by reflection: its
 * fields and all records in them, which tell the known keys and the changes of a reload;
 * and which files are read. And the servers that a connection factory of Redis is for,
 * which it does not tell by a method.
 */
class TaotokenRuntimeHints implements RuntimeHintsRegistrar {

	private static final String REDIS = "org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(TaotokenProperties.class, MemberCategory.ACCESS_DECLARED_FIELDS,
					MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS);
		for (Field field : TaotokenProperties.class.getDeclaredFields()) {
			register(field.getGenericType(), hints);
		}
		hints.reflection().registerTypeIfPresent(classLoader, REDIS, MemberCategory.ACCESS_DECLARED_FIELDS);
		hints.resources().registerPattern("META-INF/*spring-configuration-metadata.json");
		hints.resources().registerPattern("net/taotoken/failover/actuate/page.*");
	}

	private static void register(Type type, RuntimeHints hints) {
		if (type instanceof ParameterizedType generic) {
			for (Type argument : generic.getActualTypeArguments()) {
				register(argument, hints);
			}
		}
		else if (type instanceof Class<?> record && record.isRecord()) {
			hints.reflection()
				.registerType(record, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.INVOKE_DECLARED_METHODS);
			for (RecordComponent component : record.getRecordComponents()) {
				register(component.getGenericType(), hints);
			}
		}
	}

}
