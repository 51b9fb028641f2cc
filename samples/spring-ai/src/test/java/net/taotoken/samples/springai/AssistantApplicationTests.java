package net.taotoken.samples.springai;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=", "quickstart.simulation.retry-after=3s" })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class AssistantApplicationTests {

	private static final String FIRST = "claude-sonnet-4-6";

	private static final String SECOND = "gpt-4-turbo-preview";

	private static final Pattern COMMAND = Pattern
		.compile("curl -s(?:N)?(?: -X (POST))? http://localhost:8082(/[\\w/.?=-]*)");

	@LocalServerPort
	private int port;

	@Test
	void toolIsCalledAndItsAnswerGoesBackToTheModel() {
		JsonNode answer = json("/ask");
		assertThat(answer.at("/model").asString()).isEqualTo(FIRST);
		assertThat(answer.at("/text").asString()).contains(FIRST);
		assertThat(answer.at("/tokens").asInt()).isEqualTo(60);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rate-limit", "overload", "vanish" })
	void brokenModelIsReplacedWhileTheAssistantAnswers(String fault) {
		send("POST", "/simulate/" + FIRST + "/" + fault);
		JsonNode answer = json("/ask");
		assertThat(answer.at("/model").asString()).isEqualTo(SECOND);
		assertThat(answer.at("/tokens").asInt()).isEqualTo(60);
		assertThat(json("/forecast").at("/degrees").asInt()).isEqualTo(21);
		assertThat(send("GET", "/stream").body().replaceAll("data:|\\n", "")).contains("This is " + SECOND);
	}

	@Test
	void objectIsReadOfTheAnswer() {
		JsonNode forecast = json("/forecast?city=Rome");
		assertThat(forecast.at("/city").asString()).isEqualTo("Rome");
		assertThat(forecast.at("/advice").asString()).isEqualTo("Take sunglasses.");
	}

	@Test
	void answerIsStreamed() {
		HttpResponse<String> response = send("GET", "/stream");
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		assertThat(response.body().lines().filter((line) -> line.startsWith("data:"))).hasSizeGreaterThan(5);
	}

	@Test
	void callWithoutAnAnswerIsAProblem() {
		send("POST", "/simulate/" + FIRST + "/quota");
		HttpResponse<String> response = send("GET", "/ask");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("No model gave an answer").contains("quota-exhausted");
	}

	static Stream<Path> pages() {
		return Stream.of(Path.of("README.md"), Path.of("README.zh-CN.md"));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void commandsOfThePageAreAnswered(Path page) throws IOException {
		List<String> commands = Files.readAllLines(page).stream().filter((line) -> line.startsWith("curl ")).toList();
		assertThat(commands).hasSizeGreaterThan(4).allSatisfy((line) -> {
			var command = COMMAND.matcher(line);
			assertThat(command.matches()).as(line).isTrue();
			String method = (command.group(1) != null) ? command.group(1) : "GET";
			assertThat(send(method, command.group(2)).statusCode()).as(line).isEqualTo(200);
		});
	}

	private JsonNode json(String path) {
		return JsonMapper.shared().readTree(send("GET", path).body());
	}

	private HttpResponse<String> send(String method, String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.timeout(Duration.ofSeconds(30))
			.build();
		try {
			return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
