package net.taotoken.failover.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.langchain4j.TaotokenStreamingChatModel;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * The ways to ask for a stream and to read it as it comes, by name. All give the text.
 */
final class StreamClients {

	private StreamClients() {
	}

	static ChatClient create(String name, String baseUrl) {
		return switch (name) {
			case ChatClients.FLOOR -> new FloorClient(baseUrl)::stream;
			case ChatClients.OURS, ChatClients.OBSERVED -> ours(ChatClients.taotoken(name, baseUrl));
			case "restclient-hc5", "restclient-jdk" -> restClient(ChatClients.restClient(name, baseUrl));
			case "jdk" -> jdk(baseUrl);
			case "openai-java" -> openAi(ChatClients.openAiClient(baseUrl));
			case "spring-ai" -> springAi(ChatClients.springAiModel(baseUrl));
			case ChatClients.SPRING_AI -> springAi(ChatClients.springAi(ChatClients.taotoken(name, baseUrl)));
			case "langchain4j" -> langChain(openAiModel(baseUrl));
			case ChatClients.LANG_CHAIN ->
				langChain(new TaotokenStreamingChatModel(ChatClients.taotoken(name, baseUrl)));
			default -> throw new IllegalArgumentException(name);
		};
	}

	static ChatClient ours(TaotokenTemplate template) {
		return (question) -> {
			StringBuilder text = new StringBuilder();
			try (ChatStream stream = template.stream(ChatCompletionRequest.of(question))) {
				stream.forEach((chunk) -> append(text, chunk.text()));
			}
			return text.toString();
		};
	}

	private static void append(StringBuilder text, @Nullable String token) {
		if (token != null) {
			text.append(token);
		}
	}

	private static ChatClient restClient(RestClient client) {
		EventReader events = new EventReader(JsonMapper.builder().build());
		return (question) -> Objects.requireNonNull(client.post()
			.uri("/v1/chat/completions")
			.contentType(MediaType.APPLICATION_JSON)
			.body(FloorClient.streamRequest(ChatClients.MODEL, question))
			.exchange((request, response) -> events.text(response.getBody())));
	}

	private static ChatClient jdk(String baseUrl) {
		JsonMapper mapper = JsonMapper.builder().build();
		EventReader events = new EventReader(mapper);
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		URI uri = URI.create(baseUrl + "/v1/chat/completions");
		return (question) -> {
			byte[] json = mapper.writeValueAsBytes(FloorClient.streamRequest(ChatClients.MODEL, question));
			HttpRequest request = HttpRequest.newBuilder(uri)
				.header("Authorization", "Bearer " + FloorClient.KEY)
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofByteArray(json))
				.build();
			return events.text(client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body());
		};
	}

	private static ChatClient openAi(OpenAIClient client) {
		return (question) -> {
			ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
				.model(ChatClients.MODEL)
				.addUserMessage(question)
				.build();
			StringBuilder text = new StringBuilder();
			try (StreamResponse<ChatCompletionChunk> response = client.chat().completions().createStreaming(params);
					Stream<ChatCompletionChunk> chunks = response.stream()) {
				chunks.forEach((chunk) -> chunk.choices()
					.forEach((choice) -> choice.delta().content().ifPresent(text::append)));
			}
			return text.toString();
		};
	}

	private static ChatClient springAi(ChatModel model) {
		return (question) -> {
			StringBuilder text = new StringBuilder();
			model.stream(question).toStream().forEach(text::append);
			return text.toString();
		};
	}

	private static StreamingChatModel openAiModel(String baseUrl) {
		return OpenAiStreamingChatModel.builder()
			.baseUrl(baseUrl + "/v1")
			.apiKey(FloorClient.KEY)
			.modelName(ChatClients.MODEL)
			.timeout(Duration.ofSeconds(60))
			.build();
	}

	private static ChatClient langChain(StreamingChatModel model) {
		return (question) -> {
			TextHandler handler = new TextHandler();
			model.chat(question, handler);
			return handler.text.get();
		};
	}

	private static final class TextHandler implements StreamingChatResponseHandler {

		private final StringBuilder tokens = new StringBuilder();

		private final CompletableFuture<String> text = new CompletableFuture<>();

		@Override
		public void onPartialResponse(String token) {
			this.tokens.append(token);
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
			this.text.complete(this.tokens.toString());
		}

		@Override
		public void onError(Throwable error) {
			this.text.completeExceptionally(error);
		}

	}

}
