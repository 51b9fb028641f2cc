package net.taotoken.failover.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the server free of Spring's tests and of JUnit, and the kit small from outside.
 */
class ArchitectureTests {

	private static final String ROOT = "net.taotoken.failover.test";

	private static JavaClasses classes;

	/** The rules ask for names of packages only, so that libraries need not be read. */
	@BeforeAll
	static void read() {
		ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
		classes = new ClassFileImporter().importPath("target/classes");
	}

	@Test
	void serverRunsWithoutATestFramework() {
		noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.junit..", "org.springframework..", ROOT + ".junit", ROOT + ".autoconfigure")
			.check(classes);
	}

	@Test
	void extensionRunsWithoutSpring() {
		noClasses().that()
			.resideInAPackage(ROOT + ".junit")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", ROOT + ".autoconfigure")
			.check(classes);
	}

	@Test
	void noAssertionsAreBrought() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.assertj..", "org.hamcrest..", "com.github.tomakehurst..", "org.mockito..")
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
			assertThat(types).hasSizeGreaterThan(5)
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

}
