package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The floor: the plain client that one would write by hand, which does nothing against
 * failures.
 */
final class FloorClient implements ChatClient {

	static final String KEY = "sk-benchmark-0123456789abcdef";

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final EventReader events = new EventReader(this.mapper);

	private final CloseableHttpClient http;

	private final URI uri;

	FloorClient(String baseUrl) {
		this(baseUrl, httpClient());
	}

	FloorClient(String baseUrl, CloseableHttpClient http) {
		this.http = http;
		this.uri = URI.create(baseUrl + "/v1/chat/completions");
	}

	static CloseableHttpClient httpClient() {
		return builder().build();
	}

	static HttpClientBuilder builder() {
		return HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setMaxConnPerRoute(256)
				.setMaxConnTotal(256)
				.build());
	}

	@Override
	public String chat(String question) throws IOException {
		return chat(ChatClients.MODEL, question);
	}

	private String chat(String model, String question) throws IOException {
		return this.http.execute(post(request(model, question)), this::text);
	}

	String stream(String question) throws IOException {
		return this.http.execute(post(streamRequest(ChatClients.MODEL, question)),
				(response) -> this.events.text(response.getEntity().getContent()));
	}

	/** Ask a model that is overloaded, and then one that is not. */
	String pair(String question) throws IOException {
		int status = this.http.execute(post(request(FailoverClients.MODELS.get(0), question)), (response) -> {
			EntityUtils.consume(response.getEntity());
			return response.getCode();
		});
		if (status != 503) {
			throw new IOException("status " + status);
		}
		return chat(FailoverClients.MODELS.get(1), question);
	}

	private HttpPost post(Object request) {
		HttpPost post = new HttpPost(this.uri);
		post.setHeader("Authorization", "Bearer " + KEY);
		post.setEntity(new ByteArrayEntity(this.mapper.writeValueAsBytes(request), ContentType.APPLICATION_JSON));
		return post;
	}

	static Request request(String model, String question) {
		return new Request(model, List.of(new Message("user", question)));
	}

	static StreamRequest streamRequest(String model, String question) {
		return new StreamRequest(model, List.of(new Message("user", question)), true);
	}

	private String text(ClassicHttpResponse response) throws IOException {
		if (response.getCode() != 200) {
			throw new IOException("status " + response.getCode());
		}
		Response answer = this.mapper.readValue(response.getEntity().getContent(), Response.class);
		return answer.choices().get(0).message().content();
	}

	record Request(String model, List<Message> messages) {
	}

	record StreamRequest(String model, List<Message> messages, boolean stream) {
	}

	record Message(String role, String content) {
	}

	record Response(String id, String object, Long created, String model, List<Choice> choices, @Nullable Usage usage) {
	}

	record Choice(Integer index, Message message, @JsonProperty("finish_reason") String finishReason) {
	}

	record Usage(@JsonProperty("prompt_tokens") Long promptTokens,
			@JsonProperty("completion_tokens") Long completionTokens, @JsonProperty("total_tokens") Long totalTokens) {
	}

}
