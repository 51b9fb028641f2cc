package net.taotoken.failover.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.taotoken.failover.test.Answer;
import net.taotoken.failover.test.Replies;
import net.taotoken.failover.test.TaotokenServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static net.taotoken.failover.test.Replies.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The recipes of the page stand in tests of this package, word for word.
 */
class TestingPageTests {

	private static final String ENGLISH = read(Path.of("../docs/testing.md"));

	private static final String CHINESE = read(Path.of("../docs/testing.zh-CN.md"));

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

	private static final Pattern WORD_OF_ROW = Pattern.compile("`([a-zA-Z]+)`");

	static Stream<String> recipes() {
		return blocks(ENGLISH, "java");
	}

	@ParameterizedTest
	@MethodSource("recipes")
	void recipeIsATest(String recipe) throws IOException {
		try (Stream<Path> sources = Files.list(Path.of("src/test/java/net/taotoken/failover/test/docs"))) {
			assertThat(sources.filter((source) -> read(source).contains(recipe))).hasSize(1);
		}
	}

	@Test
	void thereAreTenAndMore() {
		assertThat(recipes()).hasSizeGreaterThanOrEqualTo(10);
	}

	@Test
	void pagesHaveTheSameBlocks() {
		assertThat(blocks(CHINESE, "\\w*")).containsExactlyElementsOf(blocks(ENGLISH, "\\w*").toList());
	}

	@Test
	void tableHasAllWords() {
		List<String> words = Stream.of(Replies.class, Answer.class)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.getName().equals("toString"))
			.map(Method::getName)
			.distinct()
			.toList();
		for (String page : List.of(ENGLISH, CHINESE)) {
			List<String> told = page.lines()
				.filter((line) -> line.startsWith("| `"))
				.flatMap((line) -> WORD_OF_ROW.matcher(line).results())
				.map((match) -> match.group(1))
				.toList();
			assertThat(told).containsExactlyInAnyOrderElementsOf(words);
		}
	}

	@Test
	void dependencyIsThisModule() {
		String pom = read(Path.of("pom.xml"));
		blocks(ENGLISH, "xml").flatMap(String::lines)
			.map(String::strip)
			.filter((line) -> line.matches("<(groupId|artifactId|version)>.*"))
			.forEach((line) -> assertThat(pom).contains(line));
	}

	@Test
	void messageIsTheOneOfAScriptThatIsTooShort() {
		String message = blocks(ENGLISH, "text").findFirst().orElseThrow().strip();
		try (TaotokenServer server = TaotokenServer.start()) {
			server.model("gpt-4-turbo-preview").willOnce(answer(""));
			assertThat(catchThrowable(() -> server.template("gpt-4-turbo-preview").chat("Why?"))).isNotNull();
			assertThatIllegalStateException().isThrownBy(server::checkScripts).withMessageStartingWith(message);
		}
	}

	private static Stream<String> blocks(String page, String language) {
		return BLOCK.matcher(page)
			.results()
			.filter((match) -> match.group(1).matches(language))
			.map((match) -> match.group(2));
	}

	private static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
