package net.taotoken.failover.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.langchain4j.Applications.Application;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Failover around LangChain4j's own model for OpenAI.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailoverChatModelTests {

	private static final String WRONG = "{\"error\":{\"message\":\"'messages' is a required property\","
			+ "\"type\":\"invalid_request_error\",\"code\":\"invalid_request\"}}";

	private final TestGateway gateway = new TestGateway();

	private final List<String> errors = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void nextModelAnswersByTheSameClient() {
		this.gateway.does("a", Reply.error(429, "{\"error\":{\"message\":\"Too many requests\"}}"))
			.does("b", Reply.error(503, "{}"))
			.does("c", Reply.whole("from c"));
		Applications.run(this.gateway, (application) -> {
			ChatResponse response = model(application, 0).chat(ChatRequest.builder()
				.messages(UserMessage.from("Hi"))
				.parameters(OpenAiChatRequestParameters.builder().seed(7).build())
				.build());
			assertThat(response.aiMessage().text()).isEqualTo("from c");
			TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) response.metadata();
			assertThat(metadata.requestedModel()).isEqualTo("c");
			assertThat(metadata.modelName()).isEqualTo("served");
			assertThat(metadata.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
			assertThat(requireNonNull(metadata.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.RATE_LIMITED);
			assertThat(requireNonNull(metadata.attempts().get(1).fault()).kind()).isEqualTo(FaultKind.OVERLOADED);
			assertThat(metadata.original()).isInstanceOf(OpenAiChatResponseMetadata.class);
			assertThat(metadata.completion()).isNull();
			assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(15);
			assertThat(this.gateway.request().path("seed").asInt()).isEqualTo(7);
			assertThat(this.gateway.request().path("temperature").asDouble()).isEqualTo(0.5);
			assertThat(this.errors).containsExactly("RateLimitException", "InternalServerException");
			assertThat(this.gateway.asked()).containsExactly("a", "b", "c");
		});
	}

	@Test
	void wrongRequestIsSentTwiceAtMost() {
		this.gateway.does("a", Reply.error(400, WRONG)).does("b", Reply.error(400, WRONG)).does("c", Reply.whole("x"));
		Applications.run(this.gateway, (application) -> {
			FailoverException failure = catchThrowableOfType(FailoverException.class,
					() -> model(application, 0).chat("Hi"));
			assertThat(failure.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(this.gateway.asked()).hasSizeLessThanOrEqualTo(2).doesNotContain("c");
			assertThat(application.health().snapshot("a").errors()).isZero();
		});
	}

	@Test
	void requestThatNamesAModelIsRefused() {
		Applications.run(this.gateway,
				(application) -> assertThatIllegalArgumentException()
					.isThrownBy(() -> model(application, 0)
						.chat(ChatRequest.builder().messages(UserMessage.from("Hi")).modelName("z").build()))
					.withMessageContaining("name none"));
		assertThat(this.gateway.asked()).isEmpty();
	}

	@Test
	void modelThatRepeatsItsRequestsIsToldOf(CapturedOutput output) {
		Applications.run(this.gateway, (application) -> {
			model(application, 0);
			assertThat(output).doesNotContain("maxRetries(0)");
			model(application, 2);
			assertThat(output).contains("OpenAiChatModel sends a request that fails up to 2 times again",
					"build it with maxRetries(0)");
		});
	}

	@Test
	void routeIsThatOfTheOperations() {
		this.gateway.does("c", Reply.whole("cheap"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.routes.cheap.model-priority=c"),
				(application) -> {
					TaotokenOperations operations = application.context().getBean(TaotokenOperations.class);
					assertThat(new FailoverChatModel(operations.route("cheap"), delegate(0)).chat("Hi"))
						.isEqualTo("cheap");
				});
	}

	@Test
	void modelsAtEntriesAreAskedByTheirNames() {
		this.gateway.does("a", Reply.error(503, "{}")).does("b", Reply.whole("from b"));
		Applications.run(Applications.runner(this.gateway)
			.withPropertyValues("taotoken.entries.plan.base-url=" + this.gateway.url(),
					"taotoken.entries.balance.base-url=" + this.gateway.url() + "/balance", "taotoken.prefer=entry"),
				(application) -> {
					ChatResponse response = model(application, 0).chat(UserMessage.from("Hi"));
					TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) response.metadata();
					assertThat(metadata.requestedModel()).isEqualTo("b");
					assertThat(metadata.attempts()).extracting(Attempt::model).containsExactly("a@plan", "b@plan");
					assertThat(this.gateway.asked()).containsExactly("a", "b");
				});
	}

	@Test
	void requestMayNameItsRoute() {
		this.gateway.does("c", Reply.whole("cheap"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.routes.cheap.model-priority=c"),
				(application) -> {
					TaotokenChatRequestParameters cheap = TaotokenChatRequestParameters.builder()
						.route("cheap")
						.build();
					ChatRequest request = ChatRequest.builder()
						.messages(UserMessage.from("Hi"))
						.parameters(cheap)
						.build();
					assertThat(model(application, 0).chat(request).aiMessage().text()).isEqualTo("cheap");
					assertThatIllegalArgumentException().isThrownBy(() -> model(application, 0).chat(request.toBuilder()
						.parameters(TaotokenChatRequestParameters.builder().models("a").build())
						.build())).withMessageContaining("[a]");
				});
	}

	private ChatModel model(Application application, int maxRetries) {
		return new FailoverChatModel(application.context().getBean(TaotokenOperations.class), delegate(maxRetries));
	}

	private ChatModel delegate(int maxRetries) {
		return OpenAiChatModel.builder()
			.baseUrl(this.gateway.url() + "/v1")
			.apiKey("sk-other")
			.modelName("its-default")
			.temperature(0.5)
			.maxRetries(maxRetries)
			.listeners(List.of(new ChatModelListener() {

				@Override
				public void onError(ChatModelErrorContext context) {
					FailoverChatModelTests.this.errors.add(context.error().getClass().getSimpleName());
				}

			}))
			.build();
	}

}
