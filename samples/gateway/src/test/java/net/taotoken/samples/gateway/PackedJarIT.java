package net.taotoken.samples.gateway;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The jar that {@code mvn package} leaves, as people start it. Run after it was packed.
 */
class PackedJarIT {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private static final String JAR = System.getProperty("packed.jar", "");

	private static final String KEY = "Bearer gk-smoke";

	@TempDir
	private Path directory;

	private final Upstream upstream = new Upstream();

	private Process gateway;

	private volatile boolean broken;

	private Client client;

	@BeforeEach
	void start() throws IOException {
		Assumptions.assumeTrue(!JAR.isEmpty(), "There is no packed jar yet: mvn verify makes it");
		Path log = this.directory.resolve("gateway.log");
		this.gateway = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", JAR, "--server.port=0", "--gateway.api-keys=smoke:gk-smoke",
				"--taotoken.api-key=k", "--taotoken.model-priority=first,second",
				"--taotoken.base-url=" + this.upstream.url(),
				"--taotoken.reload.file=" + this.directory.resolve("taotoken.yml"), "--taotoken.reload.interval=1s"))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(this.gateway.isAlive()).as(() -> text(log)).isTrue();
			assertThat(text(log)).containsPattern(PORT);
		});
		Matcher port = PORT.matcher(text(log));
		assertThat(port.find()).isTrue();
		this.client = new Client(Integer.parseInt(port.group(1)));
	}

	private static String text(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return "";
		}
	}

	@AfterEach
	void kill() throws IOException {
		if (this.gateway != null) {
			this.gateway.destroyForcibly();
		}
		this.upstream.close();
	}

	@Test
	void packedGatewayAnswersFailsOverAndStops() throws Exception {
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		Files.writeString(this.directory.resolve("taotoken.yml"), "taotoken.timeouts.total: 30s\n");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200));
		say("first");
		say("second");
		assertThat(ask().headers().firstValue("x-taotoken-model")).contains("first");
		askByOfficialClient("first");
		this.broken = true;
		HttpResponse<String> answer = ask();
		assertThat(answer.headers().firstValue("x-taotoken-model")).contains("second");
		assertThat(answer.body()).contains("Because");
		askByOfficialClient("second");
		assertThat(get("/actuator/prometheus").body()).contains("gateway_requests_total{key=\"smoke\",status=\"200\"}")
			.doesNotContain("gk-smoke");
		assertThat(get("/actuator/taotoken/calls").body()).contains("\"kind\":\"model-unavailable\"");
		assertThat(get("/actuator/taotoken/page.js").statusCode()).isEqualTo(200);
		this.gateway.destroy();
		assertThat(this.gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
	}

	private void say(String model) {
		String gone = Upstream.response("503 x",
				Upstream.error("no available channel", "new_api_error", "model_not_found"));
		String answer = Upstream.SSE + Upstream.words(model, "Be", "cause") + Upstream.finish(model)
				+ "data: [DONE]\n\n";
		this.upstream.does(model,
				(connection) -> connection.send((model.equals("first") && this.broken) ? gone : answer));
	}

	private HttpResponse<String> ask() {
		return this.client.post(Client.ask("auto"), "Authorization", KEY);
	}

	private HttpResponse<String> get(String path) {
		return this.client.get(path, "Authorization", KEY);
	}

	private void askByOfficialClient(String model) throws Exception {
		try {
			JsonNode result = OpenAiNode.run("smoke.mjs", this.client.uri("/v1").toString());
			assertThat(result.toString())
				.isEqualTo("{\"text\":\"Because\",\"model\":\"" + model + "\",\"streamed\":\"Because\"}");
		}
		catch (TestAbortedException ex) {
			// without Node, the rest is still worth knowing
			System.out.println(ex.getMessage());
		}
	}

}
