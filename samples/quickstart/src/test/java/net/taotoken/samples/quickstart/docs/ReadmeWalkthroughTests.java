package net.taotoken.samples.quickstart.docs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.samples.quickstart.SampleClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Walks the way of the README, and compares what comes with what is printed there. Waits
 * are shorter, so numbers inside texts count for nothing.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=", "quickstart.simulation.retry-after=3s" })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ReadmeWalkthroughTests {

	private static final Pattern COMMAND = Pattern
		.compile("curl -s(?: -X (POST))? http://localhost:8080(/[\\w/.?=-]*)\\n");

	@LocalServerPort
	private int port;

	@Test
	void everyCommandGivesWhatIsPrinted(CapturedOutput output) {
		List<Block> blocks = Readme.ENGLISH.blocks();
		int commands = 0;
		for (int i = 0; i < blocks.size(); i++) {
			Block block = blocks.get(i);
			if (block.sort().equals("text log")) {
				block.text().lines().forEach((line) -> assertThat(normal(output.getAll())).contains(normal(line)));
			}
			if (block.language().equals("bash") && !block.text().matches("(?s)(mvn|export) .*")) {
				Block printed = blocks.get(i + 1);
				assertThat(printed.language()).as("what follows %s", block).isEqualTo("json");
				compare(block, printed);
				commands++;
			}
		}
		assertThat(commands).isGreaterThan(7);
		assertThat(blocks.stream().filter((block) -> block.language().equals("json"))).hasSize(commands);
	}

	private void compare(Block block, Block printed) {
		Matcher command = COMMAND.matcher(block.text());
		assertThat(command.matches()).as("%s is a command that is understood", block).isTrue();
		SampleClient sample = new SampleClient(this.port);
		boolean post = command.group(1) != null;
		Runnable comparison = () -> {
			JsonNode actual = post ? sample.post(command.group(2)) : sample.get(command.group(2));
			assertThat(normal(actual)).as("answer to %s", block)
				.isEqualTo(normal(JsonMapper.shared().readTree(printed.text())));
		};
		if (block.marker().equals("eventually")) {
			await().atMost(Duration.ofSeconds(10)).untilAsserted(comparison::run);
		}
		else {
			comparison.run();
		}
	}

	private static Object normal(JsonNode node) {
		if (node.isArray()) {
			return node.values().stream().map(ReadmeWalkthroughTests::normal).toList();
		}
		if (node.isObject()) {
			Map<String, Object> fields = new TreeMap<>();
			node.properties()
				.forEach((field) -> fields.put(field.getKey(),
						field.getKey().equals("millis") ? field.getValue().isNumber() : normal(field.getValue())));
			return fields;
		}
		return node.isString() ? normal(node.asString()) : node;
	}

	private static String normal(String text) {
		return text.replaceAll("\\d+(\\.\\d+)?", "0");
	}

}
