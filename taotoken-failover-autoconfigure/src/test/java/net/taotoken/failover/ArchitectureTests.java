package net.taotoken.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the map of the packages true.
 */
class ArchitectureTests {

	private static final String ROOT = "net.taotoken.failover";

	private static final Pattern LEVEL = Pattern.compile("\\| (\\d) \\| ([^|]+) \\|.*");

	private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:\\.\\w+)?)`");

	/** What a package may know of the others, besides itself. */
	private static final Map<String, List<String>> MAP = Map.ofEntries(
			Map.entry("", List.of("chat", "chat.assembly", "fault", "route", "time", "engine", "gateway", "support")), //
			Map.entry("json", List.of()), //
			Map.entry("support", List.of()), //
			Map.entry("time", List.of()), //
			Map.entry("fault", List.of()), //
			Map.entry("fault.text", List.of()), //
			Map.entry("fault.evidence", List.of("fault", "fault.text")), //
			Map.entry("fault.retryafter", List.of("fault", "fault.evidence", "fault.text")), //
			Map.entry("fault.rules", List.of("fault", "fault.evidence", "fault.retryafter", "fault.text")), //
			Map.entry("chat", List.of("fault", "json")), //
			Map.entry("chat.assembly", List.of("chat")), //
			Map.entry("route", List.of("fault", "support")), //
			Map.entry("event", List.of("fault")), //
			Map.entry("health.firsttoken", List.of("route")), //
			Map.entry("health", List.of("fault", "health.firsttoken", "route", "support", "time")), //
			Map.entry("fleet", List.of("console", "fault", "health", "support", "time")), //
			Map.entry("gateway.connection", List.of()), //
			Map.entry("gateway.http", List.of("gateway.connection")), //
			Map.entry("gateway.watch", List.of("support", "time")), //
			Map.entry("gateway.answer", List.of("chat", "fault")), //
			Map.entry("gateway.sse", List.of("chat")), //
			Map.entry("gateway",
					List.of("chat", "chat.assembly", "fault", "fault.rules", "gateway.answer", "gateway.connection",
							"gateway.http", "gateway.sse", "gateway.watch", "json", "time")), //
			Map.entry("engine.call", List.of("fault", "health", "route", "support", "time")), //
			Map.entry("engine",
					List.of("engine.call", "fault", "health", "health.firsttoken", "route", "support", "time")), //
			Map.entry("metrics",
					List.of("", "chat", "engine", "fault", "gateway", "gateway.http", "health", "route", "support")), //
			Map.entry("console", List.of("event", "fault", "gateway", "health", "route", "support", "time")), //
			Map.entry("control", List.of("event", "fault", "health", "route", "support")), //
			Map.entry("actuate",
					List.of("console", "control", "engine", "engine.call", "event", "fault", "health", "route",
							"time")), //
			Map.entry("reactive", List.of("", "chat")), //
			Map.entry("springai",
					List.of("", "chat", "chat.assembly", "engine", "fault", "fault.rules", "reactive", "route")));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void arrowsGoDownTheMapOnly() {
		MAP.forEach((from, allowed) -> noClasses().that()
			.resideInAPackage(name(from))
			.should()
			.dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAPackage(name(from)))
				.and(DescribedPredicate.not(resideInOneOf(allowed)))))
			.check(CLASSES));
	}

	@Test
	void everyPackageIsOnTheMap() {
		assertThat(CLASSES.stream()
			.map(JavaClass::getPackageName)
			.filter((name) -> !name.startsWith(ROOT + ".autoconfigure"))
			.map((name) -> name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1))
			.distinct()).allMatch(MAP::containsKey);
	}

	@Test
	void everyPackageOfTheMapUsesLowerLevelsOfTheGuideOnly() throws IOException {
		Map<String, Integer> levels = levels();
		assertThat(levels.keySet()).containsExactlyInAnyOrderElementsOf(MAP.keySet());
		MAP.forEach((from, allowed) -> assertThat(allowed).allSatisfy(
				(to) -> assertThat(levels.get(to)).as("%s, used by %s", to, from).isLessThan(levels.get(from))));
	}

	/** The levels in the table of CONTRIBUTING.md, but for that of the configuration. */
	private static Map<String, Integer> levels() throws IOException {
		Map<String, Integer> levels = new HashMap<>();
		for (String line : Files.readAllLines(Path.of("../CONTRIBUTING.md"))) {
			Matcher row = LEVEL.matcher(line);
			if (row.matches()) {
				for (String name : row.group(2).split(", ")) {
					levels.put(name.equals("the root") ? "" : name.replace("`", ""), Integer.valueOf(row.group(1)));
				}
			}
		}
		levels.remove("autoconfigure");
		return levels;
	}

	@ParameterizedTest
	@ValueSource(strings = { "internals.md", "internals.zh-CN.md" })
	void guideToTheInsideNamesTypesAndMethodsThatThereAre(String page) throws IOException {
		Set<String> members = CLASSES.stream()
			.flatMap((type) -> Stream.concat(Stream.of(type.getSimpleName()),
					type.getMethods().stream().map((method) -> type.getSimpleName() + "." + method.getName())))
			.collect(Collectors.toSet());
		members.add(getClass().getSimpleName());
		List<String> named = NAMED.matcher(Files.readString(Path.of("../docs", page)))
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(named).hasSizeGreaterThan(30).isSubsetOf(members);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void oneClassImportsSpringRetry() {
		assertThat(CLASSES.stream()
			.filter((type) -> type.getDirectDependenciesFromSelf()
				.stream()
				.anyMatch((dependency) -> dependency.getTargetClass()
					.getPackageName()
					.startsWith("org.springframework.retry")))
			.map((type) -> outermost(type).getSimpleName())
			.distinct()).containsExactly("ModelRetry");
	}

	@Test
	void redisStaysInTheFleetAndItsConfiguration() {
		noClasses().that()
			.resideOutsideOfPackages(name("fleet"), name("autoconfigure.fleet"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.data..", "io.lettuce..")
			.check(CLASSES);
	}

	@Test
	void springAiStaysInItsFaceAndItsConfiguration() {
		noClasses().that()
			.resideOutsideOfPackages(name("springai"), name("autoconfigure.springai"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.ai..")
			.check(CLASSES);
	}

	@Test
	void runtimeKnowsNothingOfSpringBoot() {
		noClasses().that()
			.resideInAnyPackage(Stream
				.of("time", "fault", "chat", "json", "route", "health", "engine", "event", "console", "support",
						"gateway.answer", "gateway.sse", "gateway.watch", "reactive", "springai")
				.map((name) -> name(name) + "..")
				.toArray(String[]::new))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(CLASSES);
	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
	}

	private static String name(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name;
	}

	private static DescribedPredicate<JavaClass> ours() {
		return resideInAPackage(ROOT + "..");
	}

	private static DescribedPredicate<JavaClass> resideInOneOf(List<String> names) {
		return DescribedPredicate.describe("reside in one of " + names,
				(type) -> names.stream().anyMatch((name) -> type.getPackageName().equals(name(name))));
	}

}
