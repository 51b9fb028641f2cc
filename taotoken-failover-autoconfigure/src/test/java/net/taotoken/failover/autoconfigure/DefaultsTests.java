package net.taotoken.failover.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Defaults are written twice: in annotations, for IDEs and for groups of which something
 * is set, and in constants for groups of which nothing is.
 */
class DefaultsTests {

	private static final Binder BINDER = new Binder(new MapConfigurationPropertySource());

	@ParameterizedTest
	@MethodSource("groups")
	void groupOfWhichNothingIsSetIsAsBound(Method group, Object properties) throws Exception {
		assertThat(group.invoke(properties)).isEqualTo(BINDER.bindOrCreate("group", group.getReturnType()));
	}

	static Stream<Object[]> groups() {
		TaotokenProperties properties = Startup.with().bean(TaotokenProperties.class);
		return Stream.of(properties, properties.getConsole())
			.flatMap((parent) -> Arrays.stream(parent.getClass().getDeclaredMethods())
				.filter((method) -> method.getReturnType().isRecord() && !Modifier.isStatic(method.getModifiers()))
				.map((getter) -> new Object[] { getter, parent }));
	}

}
