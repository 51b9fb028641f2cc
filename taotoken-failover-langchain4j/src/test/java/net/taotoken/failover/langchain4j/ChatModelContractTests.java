package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.output.FinishReason;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.langchain4j.Applications.Application;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What LangChain4j expects of each chat model, of those that block and of those that
 * stream.
 */
class ChatModelContractTests {

	private static final ToolSpecification WEATHER = ToolSpecification.builder()
		.name("weather")
		.parameters(JsonObjectSchema.builder().addStringProperty("city").build())
		.build();

	private static final ResponseFormat SCHEMA = ResponseFormat.builder()
		.type(ResponseFormatType.JSON)
		.jsonSchema(JsonSchema.builder()
			.name("Answer")
			.rootElement(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
			.build())
		.build();

	private final TestGateway gateway = new TestGateway();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	enum Kind {

		BLOCKING {

			@Override
			ChatResponse ask(Application application, TaotokenChatModelSettings settings, ChatRequest request) {
				return new TaotokenChatModel(operations(application), settings).chat(request);
			}

		},

		STREAMING {

			@Override
			ChatResponse ask(Application application, TaotokenChatModelSettings settings, ChatRequest request) {
				Threads recorder = new Threads();
				new TaotokenStreamingChatModel(operations(application), settings, Kind::start, null).chat(request,
						recorder);
				recorder.awaitEnd();
				assertThat(recorder.errors).isEmpty();
				assertThat(recorder.heard).endsWith("complete").containsOnlyOnce("complete");
				assertThat(recorder.threads).hasSizeLessThanOrEqualTo(1).doesNotContain(Thread.currentThread());
				return recorder.response;
			}

		};

		abstract ChatResponse ask(Application application, TaotokenChatModelSettings settings, ChatRequest request);

		private static void start(Runnable task) {
			new Thread(task, "reader").start();
		}

		private static TaotokenOperations operations(Application application) {
			return application.context().getBean(TaotokenOperations.class);
		}

	}

	/** Remembers the threads that it was called by, too. */
	private static final class Threads extends Recorder {

		final Set<Thread> threads = ConcurrentHashMap.newKeySet();

		@Override
		public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
			this.threads.add(Thread.currentThread());
			super.onPartialResponse(part, context);
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
			this.threads.add(Thread.currentThread());
			super.onCompleteResponse(response);
		}

	}

	private ChatResponse ask(Kind kind, ChatRequest.Builder request) {
		return ask(kind, TaotokenChatModelSettings.defaults(), request);
	}

	private ChatResponse ask(Kind kind, TaotokenChatModelSettings settings, ChatRequest.Builder request) {
		ChatResponse[] response = new ChatResponse[1];
		Applications.run(this.gateway, (application) -> response[0] = kind.ask(application, settings, request.build()));
		return response[0];
	}

	private static ChatRequest.Builder question() {
		return ChatRequest.builder().messages(UserMessage.from("Hi"));
	}

	private String body() {
		return this.gateway.request().toString();
	}

	@ParameterizedTest
	@EnumSource
	void messagesOfTheSystemAndTheUserAreSentAndTheAnswerTellsOfItself(Kind kind) {
		this.gateway.does("a", Reply.text("Ich ", "liebe ", "dich"));
		ChatResponse response = ask(kind, ChatRequest.builder()
			.messages(SystemMessage.from("Translate into German"), UserMessage.from("I love you")));
		assertThat(response.aiMessage().text()).isEqualTo("Ich liebe dich");
		assertThat(response.aiMessage().hasToolExecutionRequests()).isFalse();
		assertThat(response.id()).isEqualTo("c-1");
		assertThat(response.modelName()).isEqualTo("served");
		assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(15);
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(body()).contains("{\"role\":\"system\",\"content\":\"Translate into German\"}");
	}

	@ParameterizedTest
	@EnumSource
	void answerThatWasCutByItsLengthSaysSo(Kind kind) {
		this.gateway.does("a", Reply.stream(TestGateway.pieces("Once ", "upon") + TestGateway.end("length")));
		ChatResponse response = ask(kind, question().maxOutputTokens(2));
		assertThat(response.aiMessage().text()).isEqualTo("Once upon");
		assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(body()).contains("\"max_tokens\":2");
		assertThat(this.gateway.asked()).containsExactly("a");
	}

	@ParameterizedTest
	@EnumSource
	void defaultParametersHoldUnlessARequestSetsThem(Kind kind) {
		this.gateway.does("b", Reply.text("x"));
		TaotokenChatModelSettings settings = TaotokenChatModelSettings.defaults()
			.withDefaultParameters(ChatRequestParameters.builder()
				.modelName("b")
				.maxOutputTokens(5)
				.temperature(0.1)
				.stopSequences("END")
				.build());
		ask(kind, settings, question().temperature(0.9));
		assertThat(this.gateway.asked()).containsExactly("b");
		assertThat(body()).contains("\"max_tokens\":5", "\"stop\":[\"END\"]", "\"temperature\":0.9");
	}

	@ParameterizedTest
	@EnumSource
	void toolIsAskedForAndItsResultIsSentBack(Kind kind) {
		this.gateway
			.does("a", Reply.stream(
					TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}") + TestGateway.end("tool_calls")))
			.does("a", Reply.text("Sunny"));
		UserMessage user = UserMessage.from("How is the weather in Jinan?");
		ChatResponse first = ask(kind, ChatRequest.builder().messages(user).toolSpecifications(WEATHER));
		AiMessage call = first.aiMessage();
		assertThat(call.text()).isNull();
		assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
		ToolExecutionRequest request = call.toolExecutionRequests().get(0);
		assertThat(request.name()).isEqualTo("weather");
		assertThat(request.arguments()).isEqualTo("{\"city\":\"Jinan\"}");
		ChatResponse second = ask(kind,
				ChatRequest.builder()
					.messages(user, call, ToolExecutionResultMessage.from(request, "sunny"))
					.toolSpecifications(WEATHER));
		assertThat(second.aiMessage().text()).isEqualTo("Sunny");
		assertThat(second.aiMessage().hasToolExecutionRequests()).isFalse();
		assertThat(second.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(body()).contains("{\"role\":\"tool\",\"content\":\"sunny\",\"tool_call_id\":\"t-1\"}");
	}

	@ParameterizedTest
	@EnumSource
	void severalToolsAreAskedForInOneAnswer(Kind kind) {
		this.gateway.does("a", Reply.stream(TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}")
				+ TestGateway.toolCall(1, "t-2", "weather", "{\"city\":\"Rome\"}") + TestGateway.end("tool_calls")));
		List<ToolExecutionRequest> requests = ask(kind,
				question().toolSpecifications(WEATHER).toolChoice(ToolChoice.REQUIRED))
			.aiMessage()
			.toolExecutionRequests();
		assertThat(requests).extracting(ToolExecutionRequest::id).containsExactly("t-1", "t-2");
		assertThat(requests).extracting(ToolExecutionRequest::arguments)
			.containsExactly("{\"city\":\"Jinan\"}", "{\"city\":\"Rome\"}");
		assertThat(body()).contains("\"tool_choice\":\"required\"");
	}

	@ParameterizedTest
	@EnumSource
	void jsonIsAskedForWithAndWithoutASchemaAndBesideTools(Kind kind) {
		this.gateway.does("a", Reply.text("{\\\"city\\\":\\\"Rome\\\"}"));
		assertThat(ask(kind, question().responseFormat(ResponseFormat.JSON)).aiMessage().text())
			.isEqualTo("{\"city\":\"Rome\"}");
		assertThat(body()).contains("\"response_format\":{\"type\":\"json_object\"}");
		ask(kind, question().responseFormat(SCHEMA).toolSpecifications(WEATHER));
		assertThat(body()).contains("\"response_format\":{\"type\":\"json_schema\"", "\"name\":\"Answer\"",
				"\"required\":[\"city\"]", "\"tools\":[");
	}

	@ParameterizedTest
	@EnumSource
	void picturesAreSentByTheirAddressAndAsBytesInTheirOrder(Kind kind) {
		this.gateway.does("a", Reply.text("A cat"));
		ask(kind,
				ChatRequest.builder()
					.messages(UserMessage.from(TextContent.from("What is this?"),
							ImageContent.from("QUJD", "image/png"), ImageContent.from("https://example.org/cat.png"))));
		assertThat(this.gateway.request().at("/messages/0/content").toString()).containsSubsequence("What is this?",
				"data:image/png;base64,QUJD", "https://example.org/cat.png");
	}

}
