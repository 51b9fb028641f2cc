package net.taotoken.samples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "taotoken.api-key=")
@ActiveProfiles("entries")
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class EntriesProfileTests {

	private static final String PLAN = "deepseek-v4-flash@coding";

	private static final String BALANCE = "deepseek-v4-flash@balance";

	private static final Pattern COMMAND = Pattern
		.compile("(?m)^curl -s(?: -X (POST))? http://localhost:8080(/[\\w/-]+)$");

	@LocalServerPort
	private int port;

	private SampleClient sample;

	@BeforeEach
	void connect() {
		this.sample = new SampleClient(this.port);
	}

	@Test
	void planIsAskedFirst() {
		JsonNode answer = this.sample.get("/ask");
		assertThat(answered(answer)).isEqualTo(PLAN);
		assertThat(answer.at("/text").asString()).startsWith("This is deepseek-v4-flash, simulated");
	}

	@Test
	void balancePaysOnceThePlanIsUsedUp() {
		JsonNode state = this.sample.post("/simulate/coding/used-up");
		assertThat(state.get(PLAN).asString()).isEqualTo("used-up");
		assertThat(state.get("glm-5.3-flash@coding").asString()).isEqualTo("used-up");
		assertThat(state.get(BALANCE).asString()).isEqualTo("ok");
		assertThat(answered(this.sample.get("/ask"))).isEqualTo(BALANCE);
	}

	@Test
	void oneModelOfAnEntryCanBeBroken() {
		this.sample.post("/simulate/" + PLAN + "/vanish");
		assertThat(this.sample.get("/simulate").get("glm-5.3-flash@coding").asString()).isEqualTo("ok");
		assertThat(answered(this.sample.get("/ask"))).isEqualTo(BALANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "entries.md", "entries.zh-CN.md" })
	void commandsOfThePageUseThePlanUp(String page) throws IOException {
		List<String> models = new ArrayList<>();
		COMMAND.matcher(Files.readString(Path.of("../../docs", page))).results().forEach((command) -> {
			if (command.group(1) != null) {
				this.sample.post(command.group(2));
			}
			else {
				models.add(answered(this.sample.get(command.group(2))));
			}
		});
		assertThat(models).containsExactly(PLAN, BALANCE);
	}

	private static String answered(JsonNode answer) {
		List<JsonNode> attempts = List.copyOf(answer.get("attempts").values());
		return attempts.get(attempts.size() - 1).get("model").asString();
	}

}
