package net.taotoken.failover.springai;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import net.taotoken.failover.ModelServer;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.gateway.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.usage;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code ChatClient} over {@link TaotokenChatModel}: tools, structured output,
 * memory and observations, while models fail.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChatClientTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String DOWN = RawServer.response("503 Service Unavailable",
			"{\"error\":{\"message\":\"overloaded\",\"type\":\"x\",\"code\":\"server_is_overloaded\"}}",
			"Connection: close");

	private final ModelServer server = new ModelServer();

	private final ChatModelOver over = new ChatModelOver(this.server);

	private final Weather weather = new Weather();

	@AfterEach
	void close() throws IOException {
		this.over.close();
		this.server.close();
	}

	/** A call of the tool in pieces, as models stream it. */
	private static String toolCall(String model) {
		return SSE + role(model) + words(model, "Let me see. ")
				+ delta(model,
						"{\"tool_calls\":[{\"index\":0,\"id\":\"call-1\",\"type\":\"function\","
								+ "\"function\":{\"name\":\"temperature\",\"arguments\":\"{\\\"ci\"}}]}",
						"null")
				+ delta(model, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"ty\\\":\\\"Rome\\\"}\"}}]}",
						"null")
				+ delta(model, "{}", "\"tool_calls\"") + usage(model) + "data: [DONE]\n\n";
	}

	private static String delta(String model, String delta, String finishReason) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
	}

	@Test
	void secondRoundOfAToolLoopIsAnsweredByAnotherModel() {
		this.server.sends("a", toolCall("a")).sends("a", DOWN).streams("b", "20 degrees");
		ChatResponse response = ChatClient.create(this.over.model())
			.prompt("How warm is it in Rome?")
			.tools(this.weather)
			.call()
			.chatResponse();
		assertThat(response.getResult().getOutput().getText()).isEqualTo("20 degrees");
		assertThat(TaotokenResponse.model(response)).isEqualTo("b");
		assertThat(this.weather.cities).containsExactly("Rome");
		assertThat(this.server.asked()).startsWith("a", "a").endsWith("b");
		assertThat(this.server.requests().get(this.server.requests().size() - 1))
			.contains("\"tool_call_id\":\"call-1\"")
			.contains("20 degrees in Rome")
			.contains("Let me see. ");
		assertTwoRounds(response.getMetadata().getUsage());
	}

	@Test
	void secondRoundOfAStreamedToolLoopIsAnsweredByAnotherModel() {
		this.server.sends("a", toolCall("a")).sends("a", DOWN).streams("b", "20 ", "degrees");
		List<ChatResponse> responses = ChatClient.create(this.over.model())
			.prompt("How warm is it in Rome?")
			.tools(this.weather)
			.stream()
			.chatResponse()
			.collectList()
			.block(LONG);
		assertThat(texts(responses)).isEqualTo("Let me see. 20 degrees");
		assertThat(this.weather.cities).containsExactly("Rome");
		assertThat(this.server.asked()).startsWith("a", "a").endsWith("b");
		ChatResponse last = responses.get(responses.size() - 1);
		assertThat(TaotokenResponse.model(last)).isEqualTo("b");
		assertTwoRounds(last.getMetadata().getUsage());
	}

	private static void assertTwoRounds(Usage usage) {
		assertThat(usage.getPromptTokens()).isEqualTo(2);
		assertThat(usage.getCompletionTokens()).isEqualTo(4);
		assertThat(usage.getTotalTokens()).isEqualTo(6);
	}

	private static String texts(List<ChatResponse> responses) {
		return responses.stream()
			.map((response) -> response.getResult().getOutput().getText())
			.reduce("", String::concat);
	}

	@Test
	void brokenSecondRoundOfAStreamIsAnErrorAndNoEnd(CapturedOutput output) {
		this.server.sends("a", toolCall("a")).sends("a", SSE, role("a"), words("a", "20 "));
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> ChatClient.create(this.over.model())
				.prompt("How warm is it in Rome?")
				.tools(this.weather)
				.stream()
				.content()
				.blockLast(LONG));
		assertThat(output).doesNotContain("How warm is it");
	}

	@Test
	void entityIsReadFromText() {
		this.server.sends("a", DOWN).streams("b", "{\\\"name\\\":\\\"Rome\\\",", "\\\"degrees\\\":20}");
		City city = ChatClient.create(this.over.model()).prompt("How warm is it?").call().entity(City.class);
		assertThat(city).isEqualTo(new City("Rome", 20));
		assertThat(this.server.requests().get(0)).doesNotContain("response_format").contains("JSON");
	}

	@Test
	void entityIsReadByASchemaThatTheModelFollows() {
		this.server.sends("a", DOWN).streams("b", "{\\\"name\\\":\\\"Rome\\\",", "\\\"degrees\\\":20}");
		City city = ChatClient.create(this.over.model())
			.prompt("How warm is it?")
			.call()
			.entity(City.class, (entity) -> entity.useProviderStructuredOutput());
		assertThat(city).isEqualTo(new City("Rome", 20));
		assertThat(this.server.requests().get(0)).contains("\"response_format\":{\"type\":\"json_schema\"")
			.contains("\"strict\":true")
			.contains("\"degrees\"");
	}

	@Test
	void memoryIsKeptFromModelToModel() {
		this.server.streams("a", "Hello Eve").sends("a", DOWN).streams("b", "You are Eve");
		ChatClient client = ChatClient.builder(this.over.model())
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build())
			.build();
		client.prompt("I am Eve")
			.advisors((advisor) -> advisor.param(ChatMemory.CONVERSATION_ID, "1"))
			.stream()
			.content()
			.blockLast(LONG);
		assertThat(client.prompt("Who am I?")
			.advisors((advisor) -> advisor.param(ChatMemory.CONVERSATION_ID, "1"))
			.call()
			.content()).isEqualTo("You are Eve");
		assertThat(this.server.requests().get(this.server.requests().size() - 1)).contains("I am Eve")
			.contains("Hello Eve");
	}

	@Test
	void observationNamesTheRouteAndThenTheModelThatAnswered() {
		this.server.sends("a", DOWN).streams("b", "well");
		Recorder recorder = new Recorder();
		TaotokenChatModel model = this.over.model((builder) -> builder.observationRegistry(recorder.registry));
		model.call(new Prompt("Well?"));
		model.stream(new Prompt("Well?", TaotokenChatOptions.builder().model("b").build())).blockLast(LONG);
		assertThat(recorder.stopped).hasSize(2);
		assertThat(recorder.stopped.get(0).getContextualName()).isEqualTo("chat default");
		assertThat(recorder.value(0, "gen_ai.request.model")).isEqualTo("default");
		assertThat(recorder.value(0, "gen_ai.response.model")).isEqualTo("b");
		assertThat(recorder.value(0, "gen_ai.system")).isEqualTo("taotoken");
		assertThat(recorder.stopped.get(1).getContextualName()).isEqualTo("chat b");
		assertThat(recorder.value(1, "gen_ai.response.model")).isEqualTo("b");
		assertThat(recorder.stopped)
			.allMatch((context) -> context.getResponse().getResult().getOutput().getText().equals("well"))
			.allMatch((context) -> context.getResponse().getMetadata().getUsage().getTotalTokens() == 3);
	}

	@Test
	void observationOfAFailureKnowsTheExceptionAndNoResponse() {
		this.server.sends("a", SSE, role("a"), words("a", "half"));
		Recorder recorder = new Recorder();
		TaotokenChatModel model = this.over.model((builder) -> builder.observationRegistry(recorder.registry)
			.observationConvention(new DefaultChatModelObservationConvention()));
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> model.stream(new Prompt("Well?")).blockLast(LONG));
		assertThat(recorder.stopped).singleElement().satisfies((context) -> {
			assertThat(context.getResponse()).isNull();
			assertThat(context.getError()).isInstanceOf(StreamInterruptedException.class);
		});
		assertThat(recorder.value(0, "gen_ai.request.model")).isEqualTo("none");
	}

	@Test
	void observationOfAStreamThatIsGivenUpEnds() {
		this.server.sendsAndStalls("a", SSE, role("a"), words("a", "half"));
		Recorder recorder = new Recorder();
		TaotokenChatModel model = this.over.model((builder) -> builder.observationRegistry(recorder.registry));
		Observation parent = Observation.start("parent", recorder.registry);
		model.stream(new Prompt("Well?"))
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
			.next()
			.block(LONG);
		assertThat(recorder.stopped).hasSize(1);
		assertThat(recorder.stopped.get(0).getParentObservation()).isSameAs(parent);
	}

	@Test
	void advisorsSeeWhatWasTried() {
		this.server.sends("a", DOWN).streams("b", "well");
		ChatClientResponse response = ChatClient.create(this.over.model()).prompt("Well?").call().chatClientResponse();
		assertThat(TaotokenResponse.attempts(response.chatResponse())).hasSizeGreaterThan(1);
	}

	record City(String name, int degrees) {

	}

	static final class Weather {

		final List<String> cities = new CopyOnWriteArrayList<>();

		@Tool(description = "The temperature in a city")
		String temperature(String city) {
			this.cities.add(city);
			return "20 degrees in " + city;
		}

	}

	/** Keeps the observations of chat models. */
	private static final class Recorder implements ObservationHandler<ChatModelObservationContext> {

		final ObservationRegistry registry = ObservationRegistry.create();

		final List<ChatModelObservationContext> stopped = new CopyOnWriteArrayList<>();

		Recorder() {
			this.registry.observationConfig().observationHandler(this);
		}

		String value(int observation, String key) {
			return this.stopped.get(observation).getLowCardinalityKeyValue(key).getValue();
		}

		@Override
		public void onStop(ChatModelObservationContext context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ChatModelObservationContext;
		}

	}

}
