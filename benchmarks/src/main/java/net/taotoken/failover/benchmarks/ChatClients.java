package net.taotoken.failover.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.model.openai.OpenAiChatModel;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.springai.TaotokenChatModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * The ways to make a call, by name.
 */
final class ChatClients {

	static final String FLOOR = "floor";

	/** Ours as it is by default: whole answers are put together of streams. */
	static final String OURS = "taotoken";

	/** Ours, with whole answers that come in one piece. */
	static final String UNSTREAMED = "taotoken-unstreamed";

	/**
	 * Ours, put together by its auto-configuration, with metrics and all else that
	 * observes.
	 */
	static final String OBSERVED = "taotoken-observed";

	/** The same, with whole answers that come in one piece. */
	static final String OBSERVED_UNSTREAMED = "taotoken-observed-unstreamed";

	/** Ours behind the interfaces of Spring AI. */
	static final String SPRING_AI = "taotoken-spring-ai";

	/** The same, with whole answers that come in one piece. */
	static final String SPRING_AI_UNSTREAMED = "taotoken-spring-ai-unstreamed";

	/** Ours behind the interfaces of LangChain4j. */
	static final String LANG_CHAIN = "taotoken-langchain4j";

	/** The same, with whole answers that come in one piece. */
	static final String LANG_CHAIN_UNSTREAMED = "taotoken-langchain4j-unstreamed";

	static final List<String> ALL = List.of(FLOOR, OURS, UNSTREAMED, OBSERVED, OBSERVED_UNSTREAMED, "restclient-hc5",
			"restclient-jdk", "jdk", "openai-java", "spring-ai", SPRING_AI, SPRING_AI_UNSTREAMED, "langchain4j",
			LANG_CHAIN, LANG_CHAIN_UNSTREAMED);

	static final String MODEL = "claude-sonnet-4-6";

	private ChatClients() {
	}

	static ChatClient create(String name, String baseUrl) {
		return switch (name) {
			case FLOOR -> new FloorClient(baseUrl);
			case OURS, UNSTREAMED, OBSERVED, OBSERVED_UNSTREAMED -> taotoken(name, baseUrl)::chat;
			case "restclient-hc5", "restclient-jdk" -> restClient(restClient(name, baseUrl));
			case "jdk" -> jdk(baseUrl);
			case "openai-java" -> openAi(openAiClient(baseUrl));
			case "spring-ai" -> springAi(springAiModel(baseUrl));
			case SPRING_AI, SPRING_AI_UNSTREAMED -> springAi(springAi(taotoken(name, baseUrl)));
			case "langchain4j" -> langChain(baseUrl);
			case LANG_CHAIN, LANG_CHAIN_UNSTREAMED ->
				new net.taotoken.failover.langchain4j.TaotokenChatModel(taotoken(name, baseUrl))::chat;
			default -> throw new IllegalArgumentException(name);
		};
	}

	static TaotokenTemplate taotoken(String name, String baseUrl) {
		boolean streamed = !name.endsWith("-unstreamed");
		return name.startsWith(OBSERVED) ? ObservedTemplate.start(baseUrl, streamed) : TaotokenClients.template(baseUrl,
				Route.of(Route.DEFAULT, MODEL, "gpt-4-turbo-preview"), HealthSettings.defaults(), streamed);
	}

	static RestClient restClient(String name, String baseUrl) {
		ClientHttpRequestFactory factory = name.endsWith("hc5")
				? new HttpComponentsClientHttpRequestFactory(FloorClient.httpClient())
				: new JdkClientHttpRequestFactory();
		return RestClient.builder()
			.requestFactory(factory)
			.baseUrl(baseUrl)
			.defaultHeader("Authorization", "Bearer " + FloorClient.KEY)
			.build();
	}

	private static ChatClient restClient(RestClient client) {
		return (question) -> text(Objects.requireNonNull(client.post()
			.uri("/v1/chat/completions")
			.contentType(MediaType.APPLICATION_JSON)
			.body(FloorClient.request(MODEL, question))
			.retrieve()
			.body(FloorClient.Response.class)));
	}

	private static ChatClient jdk(String baseUrl) {
		JsonMapper mapper = JsonMapper.builder().build();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		URI uri = URI.create(baseUrl + "/v1/chat/completions");
		return (question) -> {
			HttpRequest request = HttpRequest.newBuilder(uri)
				.header("Authorization", "Bearer " + FloorClient.KEY)
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers
					.ofByteArray(mapper.writeValueAsBytes(FloorClient.request(MODEL, question))))
				.build();
			byte[] body = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
			return text(mapper.readValue(body, FloorClient.Response.class));
		};
	}

	private static String text(FloorClient.Response answer) {
		return answer.choices().get(0).message().content();
	}

	static OpenAIClient openAiClient(String baseUrl) {
		return OpenAIOkHttpClient.builder().baseUrl(baseUrl + "/v1").apiKey(FloorClient.KEY).build();
	}

	private static ChatClient openAi(OpenAIClient client) {
		return (question) -> client.chat()
			.completions()
			.create(ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(question).build())
			.choices()
			.get(0)
			.message()
			.content()
			.orElseThrow();
	}

	static org.springframework.ai.openai.OpenAiChatModel springAiModel(String baseUrl) {
		return org.springframework.ai.openai.OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder().baseUrl(baseUrl + "/v1").apiKey(FloorClient.KEY).model(MODEL).build())
			.build();
	}

	static TaotokenChatModel springAi(TaotokenTemplate template) {
		return TaotokenChatModel.builder(template, new ReactiveTaotokenTemplate(template, Schedulers.boundedElastic()))
			.build();
	}

	private static ChatClient springAi(ChatModel model) {
		return (question) -> Objects.requireNonNull(model.call(question));
	}

	private static ChatClient langChain(String baseUrl) {
		OpenAiChatModel model = OpenAiChatModel.builder()
			.baseUrl(baseUrl + "/v1")
			.apiKey(FloorClient.KEY)
			.modelName(MODEL)
			.timeout(Duration.ofSeconds(60))
			.build();
		return model::chat;
	}

}
