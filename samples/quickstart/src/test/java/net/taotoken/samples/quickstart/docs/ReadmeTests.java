package net.taotoken.samples.quickstart.docs;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What concerns the pages as a whole.
 */
class ReadmeTests {

	private static final Set<String> PROVEN = Set.of("xml", "yaml", "java members", "java statements", "bash",
			"bash eventually", "json", "text log", "text diagram");

	@ParameterizedTest
	@EnumSource
	void everyBlockIsOfASortThatIsProven(Readme readme) {
		assertThat(readme.blocks()).hasSizeGreaterThan(30).allSatisfy((block) -> assertThat(block.sort()).isIn(PROVEN));
		assertThat(readme.text().lines().filter((line) -> line.stripLeading().startsWith("```")))
			.hasSize(2 * readme.blocks().size());
	}

	@Test
	void translationHasTheSameBlocks() {
		List<Block> english = Readme.ENGLISH.blocks();
		List<Block> chinese = Readme.CHINESE.blocks();
		assertThat(chinese).extracting(Block::sort).isEqualTo(english.stream().map(Block::sort).toList());
		assertThat(chinese.stream().filter(ReadmeTests::isCode).map(Block::withoutComments)).containsExactlyElementsOf(
				english.stream().filter(ReadmeTests::isCode).map(Block::withoutComments).toList());
	}

	private static boolean isCode(Block block) {
		return !block.marker().equals("diagram");
	}

	@Test
	void translationHasTheSameHeadingsAndTables() {
		assertThat(outline(Readme.CHINESE)).isEqualTo(outline(Readme.ENGLISH));
	}

	private static List<String> outline(Readme readme) {
		return readme.text()
			.lines()
			.filter((line) -> line.startsWith("#") || line.startsWith("| `") || line.startsWith("- "))
			.map((line) -> line.startsWith("|") ? String.valueOf(Readme.code(line.split("\\|")[1]))
					: line.substring(0, line.indexOf(' ')))
			.toList();
	}

	@ParameterizedTest
	@EnumSource
	void linksLeadSomewhere(Readme readme) {
		Pattern.compile("]\\(([^)]+)\\)").matcher(readme.text()).results().forEach((match) -> {
			String link = match.group(1);
			if (!link.startsWith("https://")) {
				assertThatLinkLeadsSomewhere(link, readme);
			}
		});
	}

	private static void assertThatLinkLeadsSomewhere(String link, Readme readme) {
		String[] pageAndAnchor = link.split("#", 2);
		String page = pageAndAnchor[0];
		assertThat(Readme.ROOT.resolve(page)).exists();
		if (pageAndAnchor.length > 1) {
			assertThat(anchors(page.isEmpty() ? readme.text() : Readme.read(page))).as(link)
				.contains("#" + pageAndAnchor[1]);
		}
	}

	private static List<String> anchors(String text) {
		return text.lines().filter((line) -> line.startsWith("#")).map(ReadmeTests::anchor).toList();
	}

	private static String anchor(String heading) {
		String text = heading.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT);
		return "#" + text.replaceAll("[^\\w\\p{IsHan} -]", "").replace(' ', '-');
	}

	@ParameterizedTest
	@ValueSource(strings = { "groupId", "artifactId", "version" })
	void dependencyIsThatOfTheStarter(String element) {
		String parent = Readme.read("pom.xml");
		String starter = Readme.read("taotoken-failover-starter/pom.xml").replaceFirst("(?s)<parent>.*</parent>", "");
		String expected = element.equals("artifactId") ? value(starter, element) : value(parent, element);
		assertThat(Readme.ENGLISH.blocks("xml")).isNotEmpty()
			.allSatisfy((block) -> assertThat(value(block.text(), element)).isEqualTo(expected));
	}

	private static String value(String xml, String element) {
		return xml.replaceFirst("(?s).*?<" + element + ">([^<]+)<.*", "$1");
	}

	@Test
	void buildCommandsAreThoseThatContinuousIntegrationRuns() {
		List<String> commands = Readme.ENGLISH.blocks("bash")
			.flatMap((block) -> block.text().lines())
			.filter((line) -> line.startsWith("mvn"))
			.toList();
		assertThat(commands).hasSize(2);
		assertThat(Readme.read(".ci/run").lines().map(String::strip))
			.anySatisfy((line) -> assertThat(line).startsWith(commands.get(0)))
			.anySatisfy((line) -> assertThat(line).startsWith(commands.get(1)));
	}

}
