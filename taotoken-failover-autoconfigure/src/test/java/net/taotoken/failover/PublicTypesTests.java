package net.taotoken.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the types that applications may use to their promises. All public types are such
 * but those of packages whose description begins with "Internal", unless it names them.
 */
class PublicTypesTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Pattern PUBLIC = Pattern.compile("(?m)^public ");

	private static final Pattern SINCE = Pattern.compile("(?ms)^ \\* @since \\d+\\.\\d+\\.\\d+$.*^public ");

	private static final Pattern INCLUDE = Pattern.compile("<include>(net\\.[^<]+)</include>");

	@Test
	void publicTypeSaysSinceWhen() throws IOException {
		List<Path> types = publicTypes();
		assertThat(types).hasSizeGreaterThan(100)
			.allSatisfy((type) -> assertThat(Files.readString(type)).as("%s", type).containsPattern(SINCE));
	}

	@Test
	void publicTypesAreComparedWithTheReleaseBefore() throws IOException {
		Set<String> expected = new TreeSet<>();
		for (Path type : publicTypes()) {
			expected.add(name(isInternal(room(type)) ? type : room(type)));
		}
		assertThat(INCLUDE.matcher(Files.readString(Path.of("pom.xml"))).results().map((match) -> match.group(1)))
			.containsExactlyElementsOf(expected);
	}

	private static List<Path> publicTypes() throws IOException {
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			return sources.filter((source) -> source.toString().endsWith(".java"))
				.filter(PublicTypesTests::isForApplications)
				.toList();
		}
	}

	private static boolean isForApplications(Path source) {
		boolean isPublic = PUBLIC.matcher(read(source)).find();
		return isPublic
				&& (!isInternal(room(source)) || description(room(source)).contains("{@link " + name(source) + "}"));
	}

	private static Path room(Path source) {
		return source.resolveSibling("");
	}

	private static boolean isInternal(Path room) {
		return description(room).startsWith("/**\n * Internal");
	}

	private static String description(Path room) {
		return read(room.resolve("package-info.java"));
	}

	private static String name(Path source) {
		return SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.').replace('\\', '.');
	}

	private static String read(Path source) {
		try {
			return Files.readString(source);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
