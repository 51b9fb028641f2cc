package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
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

	private final Duration timeout;

	private final double timeScale;

	ScriptLoop(String baseUrl, List<String> models, Duration timeout, double timeScale) {
		this.uri = URI.create(baseUrl + "/v1/chat/completions");
		this.models = models;
		this.timeout = timeout;
		this.timeScale = timeScale;
	}

	@Override
	public String chat(String question) throws IOException, InterruptedException {
		for (String model : this.models) {
			for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
				long wait = 0;
				try {
					FloorClient.Response answer = ask(model, question);
					if (answer != null) {
						return answer.choices().get(0).message().content();
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
		FloorClient.Response answer = ask(this.models.get(0), question);
		if (answer == null) {
			throw new IOException("no answer");
		}
		return answer.choices().get(0).message().content();
	}

	private FloorClient.@Nullable Response ask(String model, String question) throws IOException {
		HttpPost post = new HttpPost(this.uri);
		post.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(this.timeout)).build());
		post.setHeader("Authorization", "Bearer " + FloorClient.KEY);
		FloorClient.Request request = new FloorClient.Request(model,
				List.of(new FloorClient.Message("user", question)));
		post.setEntity(new ByteArrayEntity(this.mapper.writeValueAsBytes(request), ContentType.APPLICATION_JSON));
		return this.http.execute(post, (response) -> {
			byte[] body = EntityUtils.toByteArray(response.getEntity());
			return (response.getCode() == 200) ? this.mapper.readValue(body, FloorClient.Response.class) : null;
		});
	}

}
