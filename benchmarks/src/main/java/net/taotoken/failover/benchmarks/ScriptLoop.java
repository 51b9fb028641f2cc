package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The loop that people write: every model in turn, three times each, with a sleep that
 * depends on the error. It remembers nothing from one call to the next.
 */
final class ScriptLoop implements ChatClient {

	private static final int ATTEMPTS = 3;

	private final JsonMapper mapper = JsonMapper.builder().build();

	// Apache would repeat what was answered with 503, unseen
	private final CloseableHttpClient http = FloorClient.builder().disableAutomaticRetries().build();

	private final URI uri;

	private final List<String> models;

	private final boolean streamed;

	private final EventReader events = new EventReader(this.mapper);

	private final Duration timeout;

	private final double timeScale;

	ScriptLoop(String baseUrl, List<String> models, boolean streamed, Duration timeout, double timeScale) {
		this.uri = URI.create(baseUrl + "/v1/chat/completions");
		this.models = models;
		this.streamed = streamed;
		this.timeout = timeout;
		this.timeScale = timeScale;
	}

	@Override
	public String chat(String question) throws IOException, InterruptedException {
		for (String model : this.models) {
			for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
				long wait = 0;
				try {
					String answer = ask(model, question);
					if (answer != null) {
						return answer;
					}
					wait = 3000;
				}
				catch (IOException ex) {
					wait = 1000;
				}
				Thread.sleep((long) (wait * this.timeScale));
			}
		}
		throw new IOException("no model answered");
	}

	/** One attempt, for those who bring their own loop. */
	String once(String question) throws IOException {
		String answer = ask(this.models.get(0), question);
		if (answer == null) {
			throw new IOException("no answer");
		}
		return answer;
	}

	private @Nullable String ask(String model, String question) throws IOException {
		HttpPost post = new HttpPost(this.uri);
		post.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(this.timeout)).build());
		post.setHeader("Authorization", "Bearer " + FloorClient.KEY);
		Object request = this.streamed ? FloorClient.streamRequest(model, question)
				: FloorClient.request(model, question);
		post.setEntity(new ByteArrayEntity(this.mapper.writeValueAsBytes(request), ContentType.APPLICATION_JSON));
		return this.http.execute(post, (response) -> (response.getCode() == 200) ? text(response) : null);
	}

	private String text(ClassicHttpResponse response) throws IOException {
		if (this.streamed) {
			return this.events.text(response.getEntity().getContent());
		}
		FloorClient.Response answer = this.mapper.readValue(response.getEntity().getContent(),
				FloorClient.Response.class);
		return answer.choices().get(0).message().content();
	}

}
