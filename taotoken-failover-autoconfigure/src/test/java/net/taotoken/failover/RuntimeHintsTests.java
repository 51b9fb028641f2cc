package net.taotoken.failover;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of reflection.
 */
class RuntimeHintsTests {

	private final RuntimeHints hints = hints();

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("net.taotoken."))
			.forEach((registrar) -> registrar.registerHints(hints, RuntimeHintsTests.class.getClassLoader()));
		return hints;
	}

	@Test
	void whatJacksonInstantiatesByNameIsRegistered() throws Exception {
		List<Class<?>> used = new ArrayList<>();
		new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("net.taotoken.failover.chat")
			.forEach((type) -> collect(type.reflect(), used));
		assertThat(used).hasSizeGreaterThan(20);
		for (Class<?> type : used) {
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructor()))
				.as(type.getName())
				.accepts(this.hints);
		}
	}

	private static void collect(AnnotatedElement element, List<Class<?>> used) {
		JsonDeserialize reader = element.getAnnotation(JsonDeserialize.class);
		if (reader != null && reader.using() != ValueDeserializer.None.class) {
			used.add(reader.using());
		}
		JsonSerialize writer = element.getAnnotation(JsonSerialize.class);
		if (writer != null && writer.using() != ValueSerializer.None.class) {
			used.add(writer.using());
		}
	}

	@Test
	void propertiesThatAreReadByReflectionAreRegistered() throws Exception {
		Class<?> properties = Class.forName("net.taotoken.failover.autoconfigure.properties.TaotokenProperties");
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(properties)
			.withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS)).accepts(this.hints);
		Class<?> timeouts = Class.forName("net.taotoken.failover.autoconfigure.properties.ModelProperties$Timeouts");
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(timeouts)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_METHODS)).accepts(this.hints);
	}

	@Test
	void serversOfRedisAreRegistered() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(LettuceConnectionFactory.class.getDeclaredField("configuration"))).accepts(this.hints);
	}

}
