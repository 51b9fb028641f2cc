package net.taotoken.failover.springai;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.ModelServer;
import net.taotoken.failover.gateway.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.converter.ListOutputConverter;
import org.springframework.ai.converter.MapOutputConverter;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.role;
import static net.taotoken.failover.ModelServer.usage;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaotokenChatModel}: what Spring AI expects of each chat model, whoever
 * answers it.
 */
class ChatModelContractTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ModelServer server = new ModelServer();

	private final ChatModelOver over = new ChatModelOver(this.server);

	private final Clock clock = new Clock();

	@AfterEach
	void close() throws IOException {
		this.over.close();
		this.server.close();
	}

	private ChatClient client() {
		return ChatClient.create(this.over.model());
	}

	private String lastRequest() {
		return this.server.requests().get(this.server.requests().size() - 1);
	}

	/** An answer that ends for a reason, in chunks. */
	private static String answer(String deltas, String finishReason) {
		return SSE + role("a") + deltas + delta("{}", "\"" + finishReason + "\"") + usage("a") + "data: [DONE]\n\n";
	}

	private static String delta(String delta, String finishReason) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"a\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
	}

	private static String toolCall(int index, String name, String arguments) {
		return delta("{\"content\":null,\"tool_calls\":[{\"index\":" + index + ",\"id\":\"call-" + index
				+ "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\"" + arguments
				+ "\"}}]}", "null");
	}

	@Test
	void messagesOfTheSystemAndOfEarlierTurnsAreSentInTheirOrder() {
		this.server.streams("a", "Aye");
		this.over.model()
			.stream(new Prompt(List.of(new SystemMessage("Talk like a pirate"), new UserMessage("Who are you?"),
					new AssistantMessage("Eve"), new UserMessage("Really?"))))
			.blockLast(LONG);
		assertThat(lastRequest()).contains("\"messages\":[{\"role\":\"system\",\"content\":\"Talk like a pirate\"},"
				+ "{\"role\":\"user\",\"content\":\"Who are you?\"},{\"role\":\"assistant\",\"content\":\"Eve\"},"
				+ "{\"role\":\"user\",\"content\":\"Really?\"}]");
	}

	@Test
	void optionsOfACallOrOfTheClientGoBeforeThoseOfTheModel() {
		this.server.streams("a", "well").streams("b", "well");
		TaotokenChatModel model = this.over.model((builder) -> builder
			.options(TaotokenChatOptions.builder().temperature(0.1).maxTokens(10).seed(7L).topP(0.3).build()));
		ChatClient client = ChatClient.builder(model)
			.defaultOptions(TaotokenChatOptions.builder().temperature(0.2).maxTokens(20))
			.build();
		client.prompt("Well?").call().content();
		assertThat(lastRequest()).contains("\"temperature\":0.2", "\"max_tokens\":20", "\"top_p\":0.3", "\"seed\":7");
		client.prompt("Well?").options(ChatOptions.builder().model("b").temperature(0.4)).call().content();
		assertThat(lastRequest()).contains("\"temperature\":0.4", "\"max_tokens\":10", "\"top_p\":0.3", "\"seed\":7");
		assertThat(this.server.asked()).containsExactly("a", "b");
	}

	@Test
	void listsMapsAndBeansAreReadFromText() {
		this.server.streams("a", "vanilla, ", "chocolate")
			.streams("a", "{\\\"numbers\\\":", "[1,2]}")
			.streams("a", "```json\\n{\\\"name\\\":", "\\\"Eve\\\"}\\n```");
		assertThat(client().prompt("Two flavours?").call().entity(new ListOutputConverter())).containsExactly("vanilla",
				"chocolate");
		assertThat(client().prompt("Two numbers?").call().entity(new MapOutputConverter()))
			.isEqualTo(Map.of("numbers", List.of(1, 2)));
		assertThat(client().prompt("Who?").call().entity(Person.class)).isEqualTo(new Person("Eve"));
	}

	@Test
	void beanIsReadFromTheWordsOfAStream() {
		this.server.streams("a", "{\\\"name\\\"", ":\\\"Eve\\\"}");
		BeanOutputConverter<Person> converter = new BeanOutputConverter<>(Person.class);
		String text = client().prompt("Who? " + converter.getFormat())
			.stream()
			.content()
			.reduce("", String::concat)
			.block(LONG);
		assertThat(converter.convert(text)).isEqualTo(new Person("Eve"));
	}

	@Test
	void toolWithoutArgumentsIsCalledHoweverAModelWritesNone() {
		this.server.sends("a", answer(toolCall(0, "now", ""), "tool_calls"))
			.sends("a", answer(toolCall(0, "now", "{}"), "tool_calls"))
			.streams("a", "noon");
		assertThat(client().prompt("What time is it?").tools(this.clock).call().content()).isEqualTo("noon");
		assertThat(this.clock.asked).hasValue(2);
		assertThat(lastRequest()).contains("\"name\":\"now\"").contains("\"arguments\":\"{}\"");
	}

	@Test
	void callsOfSeveralToolsInOneAnswerAreAllMade() {
		this.server
			.sends("a",
					answer(toolCall(0, "now", "{}") + toolCall(1, "inCity", "{\\\"city\\\":\\\"Rome\\\"}"),
							"tool_calls"))
			.streams("a", "noon ", "there");
		assertThat(client().prompt("What time is it in Rome?")
			.tools(this.clock)
			.stream()
			.content()
			.reduce("", String::concat)
			.block(LONG)).isEqualTo("noon there");
		assertThat(this.clock.asked).hasValue(1);
		assertThat(this.clock.cities).containsExactly("Rome");
		assertThat(lastRequest())
			.contains("{\"role\":\"tool\",\"content\":\"\\\"12:00\\\"\",\"tool_call_id\":\"call-0\"}")
			.contains("{\"role\":\"tool\",\"content\":\"\\\"12:00 in Rome\\\"\",\"tool_call_id\":\"call-1\"}");
	}

	@Test
	void toolWhoseResultIsTheAnswerEndsTheLoop() {
		this.server.sends("a", answer(toolCall(0, "alarm", "{}"), "tool_calls"));
		assertThat(client().prompt("Wake me").tools(this.clock).call().content()).contains("set for 6:00");
		assertThat(this.server.asked()).containsExactly("a");
	}

	@Test
	void answerOfToolCallsAloneHasAnEmptyTextAndItsReason() {
		String json = "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"a\",\"choices\":"
				+ "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call-0\","
				+ "\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"{}\"}}]},"
				+ "\"finish_reason\":\"tool_calls\"}]}";
		this.server.sends("a", RawServer.response("200 OK", json, "Connection: close"));
		ChatResponse response = this.over.model().call(new Prompt("What time is it?"));
		assertThat(response.getResult().getOutput().getText()).isEmpty();
		assertThat(response.hasToolCalls()).isTrue();
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("TOOL_CALLS");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isZero();
	}

	@Test
	void reasonOfTheEndIsToldOfCallsAndOfStreams() {
		this.server.sends("a", answer(words("a", "one"), "stop"))
			.sends("a", answer(words("a", "tw"), "length"))
			.sends("a", answer(words("a", "three"), "stop"));
		TaotokenChatModel model = this.over.model();
		Prompt short1 = new Prompt("Count", TaotokenChatOptions.builder().maxTokens(1).build());
		assertThat(reason(model.call(new Prompt("Count")))).isEqualTo("STOP");
		assertThat(reason(model.call(short1))).isEqualTo("LENGTH");
		assertThat(lastRequest()).contains("\"max_tokens\":1");
		assertThat(reason(model.stream(new Prompt("Count")).blockLast(LONG))).isEqualTo("STOP");
	}

	private static String reason(ChatResponse response) {
		return response.getResult().getMetadata().getFinishReason();
	}

	@Test
	void picturesAreSentWithTheWordsOfAUser() {
		this.server.streams("a", "Two ", "apples");
		assertThat(client().prompt()
			.user((user) -> user.text("What do you see?")
				.media(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 })),
						new Media(MimeTypeUtils.IMAGE_JPEG, URI.create("https://example.org/a.jpg"))))
			.stream()
			.content()
			.reduce("", String::concat)
			.block(LONG)).isEqualTo("Two apples");
		assertThat(lastRequest()).contains("\"content\":[{\"type\":\"text\",\"text\":\"What do you see?\"},"
				+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQID\"}},"
				+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.org/a.jpg\"}}]");
	}

	@Test
	void piecesOfAStreamDoNotShareWhatTheyTellOfThemselves() {
		this.server.streams("a", "one ", "two");
		List<ChatResponse> pieces = this.over.model().stream(new Prompt("Count")).collectList().block(LONG);
		pieces.get(0).getResult().getOutput().getMetadata().put("read", true);
		assertThat(pieces.get(1).getResult().getOutput().getMetadata()).doesNotContainKey("read")
			.containsEntry("id", "1")
			.containsEntry("index", 0);
	}

	record Person(String name) {

	}

	static final class Clock {

		final AtomicInteger asked = new AtomicInteger();

		final List<String> cities = new CopyOnWriteArrayList<>();

		@Tool(description = "The time")
		String now() {
			this.asked.incrementAndGet();
			return "12:00";
		}

		@Tool(description = "The time in a city")
		String inCity(String city) {
			this.cities.add(city);
			return "12:00 in " + city;
		}

		@Tool(description = "Sets an alarm", returnDirect = true)
		String alarm() {
			return "set for 6:00";
		}

	}

}
