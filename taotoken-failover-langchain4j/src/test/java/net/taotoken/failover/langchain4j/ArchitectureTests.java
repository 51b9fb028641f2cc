package net.taotoken.failover.langchain4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps this module a face: it maps and hands on, and knows nothing of what is inside.
 */
class ArchitectureTests {

	private static final String ROOT = "net.taotoken.failover";

	private static final String FACE = ROOT + ".langchain4j";

	private static JavaClasses classes;

	/** The rules ask for names of packages only, so that libraries need not be read. */
	@BeforeAll
	static void read() {
		ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
		classes = new ClassFileImporter().importPath("target/classes");
	}

	@Test
	void faceUsesWhatApplicationsUse() {
		noClasses().that()
			.resideInAPackage(FACE)
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..")
				.and(DescribedPredicate.not(resideInOneOf(FACE, ROOT, ROOT + ".chat", ROOT + ".chat.assembly",
						ROOT + ".engine", ROOT + ".fault", ROOT + ".fault.rules", ROOT + ".route", ROOT + ".support"))))
			.check(classes);
	}

	@Test
	void faceKnowsNothingOfSpringBoot() {
		noClasses().that()
			.resideInAPackage(FACE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", FACE + ".autoconfigure")
			.check(classes);
	}

	@Test
	void nothingIsInternalToLangChain4j() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.langchain4j.internal..", "com.fasterxml.jackson.databind..")
			.check(classes);
	}

	@Test
	void eachPackageIsNullMarked() {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allSatisfy((one) -> assertThat(one.isAnnotatedWith("org.jspecify.annotations.NullMarked")).isTrue());
	}

	@Test
	void publicTypeSaysSinceWhen() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			List<Path> types = sources.filter((source) -> source.toString().endsWith(".java"))
				.filter((source) -> read(source).contains("\npublic "))
				.toList();
			assertThat(types).hasSizeGreaterThan(10)
				.allSatisfy((type) -> assertThat(read(type)).as("%s", type)
					.containsPattern("(?ms)^ \\* @since \\d+\\.\\d+\\.\\d+$.*^public "));
		}
	}

	private static String read(Path source) {
		try {
			return Files.readString(source);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static DescribedPredicate<JavaClass> resideInOneOf(String... names) {
		return DescribedPredicate.describe("reside in one of " + String.join(", ", names),
				(type) -> Set.of(names).contains(type.getPackageName()));
	}

}
