package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application with what the page about entries says.
 */
class EntriesPageTests {

	private static final Map<String, Object> KEYS = Map.of("TAOTOKEN_API_KEY", "sk-1", "EU_API_KEY", "sk-2");

	@ParameterizedTest
	@ValueSource(strings = { "entries.md", "entries.zh-CN.md" })
	void routesAreKeptToEntries(String page) {
		Routes routes = Startup.yaml(block(page, "yaml")).environment(KEYS).bean(Routes.class);
		assertThat(ids(routes, "default")).containsExactly("claude-sonnet-4-6@world", "claude-sonnet-4-6@eu",
				"gpt-4-turbo-preview@world");
		assertThat(ids(routes, "eu")).containsExactly("gpt-4-turbo-preview@eu", "claude-sonnet-4-6@eu");
	}

	@ParameterizedTest
	@ValueSource(strings = { "entries.md", "entries.zh-CN.md" })
	void propertiesNameTheOrder(String page) {
		String[] properties = block(page, "properties").split("\n");
		Routes routes = Startup.only(properties).environment(KEYS).bean(Routes.class);
		assertThat(ids(routes, "default")).startsWith("deepseek-v4-flash@coding", "deepseek-v4-flash@balance");
	}

	@ParameterizedTest
	@ValueSource(strings = { "entries.md", "entries.zh-CN.md" })
	void oneVariableHoldsThemAll(String page) {
		Map<String, Object> variables = Map.of("TAOTOKEN_API_KEY", "sk-1", "BALANCE_KEY", "sk-2", "TAOTOKEN_ENTRIES",
				block(page, "json"), "TAOTOKEN_MODEL_PRIORITY", "[\"deepseek-v4-flash\", \"glm-5.3-flash\"]");
		Routes routes = Startup.empty().environment(variables).bean(Routes.class);
		assertThat(ids(routes, "default")).containsExactly("deepseek-v4-flash@coding", "deepseek-v4-flash@balance",
				"glm-5.3-flash@balance");
	}

	@Test
	void bothPagesSayTheSame() {
		assertThat(text("entries.md").lines().filter((line) -> line.startsWith("|")).count())
			.isEqualTo(text("entries.zh-CN.md").lines().filter((line) -> line.startsWith("|")).count());
	}

	private static List<String> ids(Routes routes, String route) {
		return routes.get(route).models().stream().map(Model::id).toList();
	}

	private static String block(String page, String language) {
		return Stream.of(text(page))
			.flatMap((text) -> Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(text).results())
			.map((result) -> result.group(1))
			.findFirst()
			.orElseThrow();
	}

	private static String text(String page) {
		try {
			return Files.readString(Path.of("../docs", page));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
