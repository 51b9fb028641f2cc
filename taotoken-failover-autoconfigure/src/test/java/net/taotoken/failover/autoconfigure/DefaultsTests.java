package net.taotoken.failover.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;

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
	void groupOfWhichNothingIsSetIsAsBound(RecordComponent group, Record properties) throws Exception {
		assertThat(group.getAccessor().invoke(properties)).isEqualTo(BINDER.bindOrCreate("group", group.getType()));
	}

	static Stream<Object[]> groups() {
		TaotokenProperties properties = Startup.with().bean(TaotokenProperties.class);
		return Stream.of(properties, properties.console())
			.flatMap((parent) -> Arrays.stream(parent.getClass().getRecordComponents())
				.filter((component) -> component.getType().isRecord())
				.map((component) -> new Object[] { component, parent }));
	}

}
