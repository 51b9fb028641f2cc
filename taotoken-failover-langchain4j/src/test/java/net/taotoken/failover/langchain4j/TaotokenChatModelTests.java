package net.taotoken.failover.langchain4j;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Blocking calls, with a gateway over real sockets that fails on purpose.
 */
@ExtendWith(OutputCaptureExtension.class)
class TaotokenChatModelTests {

	private static final String BUSY = "{\"error\":{\"message\":\"Too many requests\",\"type\":\"rate_limit_error\"}}";

	private static final String WRONG = "{\"error\":{\"message\":\"'messages' is a required property\","
			+ "\"type\":\"invalid_request_error\",\"code\":\"invalid_request\"}}";

	private final TestGateway gateway = new TestGateway();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void answerTellsWhoGaveItAndWhatItCost() {
		this.gateway.does("a", Reply.text("Hello", " world"));
		Applications.run(this.gateway, (application) -> {
			ChatResponse response = application.chat()
				.chat(ChatRequest.builder().messages(new UserMessage("Hi")).build());
			assertThat(response.aiMessage().text()).isEqualTo("Hello world");
			assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
			assertThat(response.modelName()).isEqualTo("served");
			assertThat(response.tokenUsage()).isEqualTo(new TaotokenTokenUsage(10, 5, 15, 4, 3));
			TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) response.metadata();
			assertThat(metadata.requestedModel()).isEqualTo("a");
			assertThat(metadata.attempts()).extracting(Attempt::model).containsExactly("a");
			assertThat(requireNonNull(metadata.completion()).text()).isEqualTo("Hello world");
			assertThat(metadata.original()).isNull();
		});
	}

	@Test
	void busyModelWithAWaitIsLeftForTheNextAndPassedOverAfterwards() {
		this.gateway.does("a", Reply.error(429, BUSY, "Retry-After: 120")).does("b", Reply.text("from b"));
		Applications.run(this.gateway, (application) -> {
			ChatResponse response = application.chat().chat(new UserMessage("Hi"));
			assertThat(response.aiMessage().text()).isEqualTo("from b");
			TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) response.metadata();
			assertThat(metadata.requestedModel()).isEqualTo("b");
			assertThat(requireNonNull(metadata.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.RATE_LIMITED);
			assertThat(requireNonNull(metadata.attempts().get(0).fault()).retryAfter()).hasSeconds(120);
			assertThat(application.chat().chat("Hi again")).isEqualTo("from b");
			assertThat(this.gateway.asked()).containsExactly("a", "b", "b");
		});
	}

	@Test
	void brokenServerHangAndStreamWithoutAnEndAreAnsweredByTheNextModel() {
		this.gateway.does("a", Reply.error(503, "<html>Service Unavailable</html>"))
			.does("b", Reply.stream(TestGateway.pieces("half an ans")))
			.does("c", Reply.text("from c"));
		Applications.run(this.gateway, (application) -> {
			assertThat(application.chat().chat("Hi")).isEqualTo("from c");
			assertThat(this.gateway.asked()).containsExactly("a", "b", "c");
		});
	}

	@Test
	void modelThatHangsIsLeftWhenItsFirstTokenIsOverdue() {
		this.gateway.does("a", Reply.hang()).does("b", Reply.text("from b"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.first-token=300ms"),
				(application) -> {
					assertThat(application.chat().chat("Hi")).isEqualTo("from b");
					assertThat(this.gateway.asked()).containsExactly("a", "b");
				});
	}

	@Test
	void wrongRequestIsSentTwiceAtMostAndReachesTheCallerAsItIs() {
		this.gateway.does("a", Reply.error(400, WRONG)).does("b", Reply.error(400, WRONG)).does("c", Reply.text("x"));
		Applications.run(this.gateway, (application) -> {
			FailoverException failure = catchThrowableOfType(FailoverException.class,
					() -> application.chat().chat("Hi"));
			assertThat(failure.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(failure.retryAfter()).isNull();
			assertThat(this.gateway.asked()).hasSizeLessThanOrEqualTo(2).doesNotContain("c");
		});
	}

	@Test
	void failureTellsAllAttemptsAndNothingOfPromptOrKey(CapturedOutput output) {
		this.gateway.does("a", Reply.error(503, "{\"error\":\"SecretPrompt\"}"))
			.does("b", Reply.error(503, "{}"))
			.does("c", Reply.error(500, "{}"));
		Applications.run(this.gateway, (application) -> {
			FailoverException failure = catchThrowableOfType(FailoverException.class,
					() -> application.chat().chat("SecretPrompt"));
			assertThat(failure.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
			assertThat(failure).hasStackTraceContaining("No answer from route");
			assertThat(stackTrace(failure)).doesNotContain("SecretPrompt").doesNotContain(Applications.KEY);
		});
		assertThat(output).doesNotContain("SecretPrompt").doesNotContain(Applications.KEY);
		assertThat(this.gateway.heads()).allSatisfy((head) -> assertThat(head).contains(Applications.KEY));
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@Test
	void parametersOfARequestAreSentAndThoseOfTheRouteAreNot() {
		this.gateway.does("b", Reply.text("x")).does("c", Reply.text("y"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.routes.cheap.model-priority=c"),
				(application) -> {
					application.chat()
						.chat(ChatRequest.builder()
							.messages(SystemMessage.from("Be brief"), UserMessage.from("Hi"))
							.parameters(TaotokenChatRequestParameters.builder()
								.route("cheap")
								.temperature(0.5)
								.topP(0.9)
								.topK(7)
								.frequencyPenalty(0.1)
								.presencePenalty(0.2)
								.maxOutputTokens(11)
								.maxCompletionTokens(12)
								.stopSequences("END")
								.toolChoice(ToolChoice.REQUIRED)
								.seed(42L)
								.parallelToolCalls(false)
								.reasoningEffort("low")
								.user("u-1")
								.extra(Map.of("enable_search", true))
								.build())
							.build());
					JsonNode body = this.gateway.request();
					assertThat(body.path("model").asString()).isEqualTo("c");
					assertThat(body.path("messages").toString()).isEqualTo(
							"[{\"role\":\"system\",\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":\"Hi\"}]");
					assertThat(body.toString()).contains("\"temperature\":0.5", "\"top_p\":0.9", "\"top_k\":7",
							"\"frequency_penalty\":0.1", "\"presence_penalty\":0.2", "\"max_tokens\":11",
							"\"max_completion_tokens\":12", "\"stop\":[\"END\"]", "\"tool_choice\":\"required\"",
							"\"seed\":42", "\"parallel_tool_calls\":false", "\"reasoning_effort\":\"low\"",
							"\"user\":\"u-1\"", "\"enable_search\":true");
					assertThat(body.has("route")).isFalse();
					application.chat()
						.chat(ChatRequest.builder()
							.messages(UserMessage.from("Hi"))
							.parameters(TaotokenChatRequestParameters.builder().models("b", "a").build())
							.build());
					assertThat(this.gateway.asked()).containsExactly("c", "b");
				});
	}

	@Test
	void nameOfAModelChoosesWhoIsAskedFirst() {
		this.gateway.does("c", Reply.error(503, "{}")).does("a", Reply.text("from a"));
		Applications.run(this.gateway, (application) -> {
			ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Hi")).modelName("c").build();
			assertThat(application.chat().chat(request).aiMessage().text()).isEqualTo("from a");
			assertThat(this.gateway.asked()).containsExactly("c", "a");
		});
	}

	@Test
	void routeThatDoesNotExistIsRefusedBeforeAnythingIsSent() {
		Applications.run(this.gateway,
				(application) -> assertThatIllegalArgumentException()
					.isThrownBy(() -> application.chat()
						.chat(ChatRequest.builder()
							.messages(UserMessage.from("Hi"))
							.parameters(TaotokenChatRequestParameters.builder().route("nope").build())
							.build()))
					.withMessageContaining("nope"));
		assertThat(this.gateway.asked()).isEmpty();
	}

	@Test
	void refusalIsAnExceptionOfLangChain4jWithoutItsText() {
		this.gateway.does("a",
				Reply.stream(TestGateway.event("{\"role\":\"assistant\",\"refusal\":\"I cannot tell\"}", null)
						+ TestGateway.end("stop")));
		Applications.run(this.gateway, (application) -> {
			ContentFilteredException failure = catchThrowableOfType(ContentFilteredException.class,
					() -> application.chat().chat("Hi"));
			assertThat(failure).hasMessage("The model served refused to answer");
			assertThat(this.gateway.asked()).containsExactly("a");
		});
	}

	@Test
	void listenersHearOfAnswersAndErrorsOncePerCall() {
		this.gateway.does("a", Reply.error(503, "{}", "Retry-After: 120"))
			.does("b", Reply.text("x"))
			.does("b", Reply.error(503, "{}", "Retry-After: 120"));
		this.gateway.does("c", Reply.error(503, "{}", "Retry-After: 120"));
		Applications.run(Applications.runner(this.gateway).withUserConfiguration(ListenerConfiguration.class),
				(application) -> {
					List<String> heard = application.context().getBean(ListenerConfiguration.class).heard;
					application.chat().chat("Hi");
					assertThat(heard).containsExactly("request", "response:b");
					catchThrowableOfType(FailoverException.class, () -> application.chat().chat("Hi"));
					assertThat(heard).containsExactly("request", "response:b", "request", "error:FailoverException");
				});
	}

	@Test
	void interruptEndsACallAndHurtsNobodysHealth() {
		this.gateway.does("a", Reply.hang());
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.first-token=20s"),
				(application) -> {
					List<Throwable> thrown = new ArrayList<>();
					Thread caller = new Thread(() -> {
						try {
							application.chat().chat("Hi");
						}
						catch (FailoverException ex) {
							thrown.add(ex);
						}
					});
					caller.start();
					Awaitility.await().until(() -> this.gateway.asked().size() == 1);
					caller.interrupt();
					join(caller);
					assertThat(((FailoverException) thrown.get(0)).fault().kind()).isEqualTo(FaultKind.CANCELLED);
					Awaitility.await().until(() -> this.gateway.abandoned() == 1);
					assertThat(application.health().snapshot("a").errors()).isZero();
				});
	}

	private static void join(Thread thread) {
		try {
			thread.join(Duration.ofSeconds(10).toMillis());
			assertThat(thread.isAlive()).isFalse();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		final List<String> heard = new ArrayList<>();

		@Bean
		ChatModelListener listener() {
			return new ChatModelListener() {

				@Override
				public void onRequest(ChatModelRequestContext context) {
					ListenerConfiguration.this.heard.add("request");
				}

				@Override
				public void onResponse(ChatModelResponseContext context) {
					ListenerConfiguration.this.heard.add("response:"
							+ ((TaotokenChatResponseMetadata) context.chatResponse().metadata()).requestedModel());
				}

				@Override
				public void onError(ChatModelErrorContext context) {
					ListenerConfiguration.this.heard.add("error:" + context.error().getClass().getSimpleName());
				}

			};
		}

	}

}
