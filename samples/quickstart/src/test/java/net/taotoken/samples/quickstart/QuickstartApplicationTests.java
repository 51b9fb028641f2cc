package net.taotoken.samples.quickstart;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=", "quickstart.simulation.retry-after=3s",
				"taotoken.timeouts.first-token=1s" })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class QuickstartApplicationTests {

	private static final String FIRST = "claude-sonnet-4-6";

	private static final String SECOND = "gpt-4-turbo-preview";

	@LocalServerPort
	private int port;

	private SampleClient sample;

	@BeforeEach
	void connect() {
		this.sample = new SampleClient(this.port);
	}

	@Test
	void firstModelAnswersWhileAllIsWell() {
		JsonNode answer = this.sample.get("/ask?q=Why");
		assertThat(answer.at("/model").asString()).isEqualTo(FIRST);
		assertThat(answer.at("/text").asString()).contains(FIRST);
		assertThat(faults(answer)).containsExactly(FIRST + ": answered");
	}

	@Test
	void rateLimitedModelIsPassedOverAndComesBackAfterItsCoolDown() {
		this.sample.post("/simulate/" + FIRST + "/rate-limit");
		JsonNode answer = this.sample.get("/ask");
		assertThat(answer.at("/model").asString()).isEqualTo(SECOND);
		assertThat(faults(answer)).containsExactly(FIRST + ": rate-limited (429)", SECOND + ": answered");
		assertThat(faults(this.sample.get("/ask"))).containsExactly(SECOND + ": answered");
		assertThat(stateOf(FIRST)).isEqualTo("cooling-down");
		this.sample.post("/simulate/" + FIRST + "/ok");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(faults(this.sample.get("/ask"))).containsExactly(FIRST + ": answered"));
		assertThat(stateOf(FIRST)).isEqualTo("healthy");
	}

	@ParameterizedTest
	@CsvSource({ "overload, overloaded (503)", "hang, timeout", "vanish, model-unavailable (503)" })
	void secondModelAnswersAndAttemptsTellWhy(String simulated, String fault) {
		this.sample.post("/simulate/" + FIRST + "/" + simulated);
		assertThat(faults(this.sample.get("/ask"))).containsExactly(FIRST + ": " + fault, SECOND + ": answered");
	}

	@Test
	void cutAnswerIsAskedForOnceMoreBeforeTheNextModel() {
		this.sample.post("/simulate/" + FIRST + "/cut");
		assertThat(faults(this.sample.get("/ask"))).containsExactly(FIRST + ": invalid-response (200)",
				FIRST + ": invalid-response (200)", SECOND + ": answered");
	}

	@Test
	void callWithoutAnAnswerIsAProblemThatTellsWhenToComeAgain() {
		this.sample.post("/simulate/" + FIRST + "/quota");
		HttpResponse<String> response = this.sample.send("GET", "/ask");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(30);
		assertThat(response.body()).contains("\"route\" : \"default\"", "\"fault\" : \"quota-exhausted\"",
				"\"retryAfter\" : 30");
	}

	@ParameterizedTest
	@CsvSource({ "nobody/ok, 'claude-sonnet-4-6, gpt-4-turbo-preview, llama-3-70b-instruct'",
			"claude-sonnet-4-6/fire, 'ok, rate-limit, overload, hang, cut, vanish, quota'" })
	void unknownModelOrFaultIsRefusedWithTheListOfKnownOnes(String path, String known) {
		HttpResponse<String> response = this.sample.send("POST", "/simulate/" + path);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(known);
	}

	private String stateOf(String model) {
		return this.sample.get("/actuator/health")
			.at("/components/taotoken/details/models/" + model + "/state")
			.asString();
	}

	private static List<String> faults(JsonNode answer) {
		return answer.at("/attempts").values().stream().map(QuickstartApplicationTests::describe).toList();
	}

	private static String describe(JsonNode attempt) {
		String status = attempt.has("status") ? " (" + attempt.get("status").asInt() + ")" : "";
		return attempt.get("model").asString() + ": " + attempt.path("fault").asString("answered") + status;
	}

}
