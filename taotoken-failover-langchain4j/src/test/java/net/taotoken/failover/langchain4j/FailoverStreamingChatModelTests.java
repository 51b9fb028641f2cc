package net.taotoken.failover.langchain4j;

import java.time.Duration;
import java.util.List;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.langchain4j.Applications.Application;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.CurrentRoutes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failover around LangChain4j's own streaming model for OpenAI.
 */
class FailoverStreamingChatModelTests {

	private final TestGateway gateway = new TestGateway();

	private final Recorder recorder = new Recorder();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void whatFailsBeforeTheFirstTokenIsRepairedUnseen() {
		this.gateway.does("a", Reply.error(503, "{}"))
			.does("b", Reply.stall(TestGateway.event("{\"role\":\"assistant\",\"content\":\"\"}", null)))
			.does("c", Reply.text("from", " c"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.first-token=700ms"),
				(application) -> {
					model(application).chat("Hi", this.recorder);
					this.recorder.awaitEnd();
					assertThat(this.recorder.heard).containsExactly("text:from", "text: c", "complete");
					TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) this.recorder.response
						.metadata();
					assertThat(metadata.requestedModel()).isEqualTo("c");
					assertThat(metadata.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
					assertThat(requireNonNull(metadata.attempts().get(1).fault()).kind()).isEqualTo(FaultKind.TIMEOUT);
					assertThat(metadata.tokenUsage().totalTokenCount()).isEqualTo(15);
					assertThat(this.gateway.asked()).containsExactly("a", "b", "c");
					assertThat(application.health().snapshot("c").successes()).isOne();
				});
	}

	@Test
	void toolCallsArePassedOn() {
		this.gateway.does("a", Reply
			.stream(TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}") + TestGateway.end("tool_calls")));
		Applications.run(this.gateway, (application) -> {
			model(application).chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).contains("call:0:t-1:weather:{\"city\":\"Jinan\"}", "complete")
				.anyMatch((what) -> what.startsWith("part:0:t-1:weather:"));
		});
	}

	@Test
	void breakAfterTheFirstTokenIsAnError() {
		this.gateway.does("a", Reply.stall(TestGateway.pieces("half")));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.stall=300ms"),
				(application) -> {
					model(application).chat("Hi", this.recorder);
					this.recorder.awaitEnd();
					assertThat(this.recorder.heard).containsExactly("text:half", "error:StreamInterruptedException");
					StreamInterruptedException broken = (StreamInterruptedException) this.recorder.errors.get(0);
					assertThat(broken.text()).isEqualTo("half");
					assertThat(broken.fault().kind()).isEqualTo(FaultKind.TIMEOUT);
					assertThat(broken.attempts()).hasSize(1);
					assertThat(broken.attempts().get(0).fault()).isEqualTo(broken.fault());
					assertThat(application.health().snapshot("a").errors()).isOne();
					Awaitility.await().until(() -> this.gateway.abandoned() == 1);
				});
	}

	@Test
	void cancellationFreesTheConnectionAndHurtsNobodysHealth() {
		this.gateway.does("a", Reply.stall(TestGateway.pieces("Hello")));
		Applications.run(this.gateway, (application) -> {
			model(application).chat("Hi", this.recorder);
			this.recorder.awaitFirst();
			this.recorder.handle.cancel();
			Awaitility.await().until(() -> this.gateway.abandoned() == 1);
			Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.recorder.heard.size() == 1);
			assertThat(application.health().snapshot("a").errors()).isZero();
		});
	}

	@Test
	void failureOfAllModelsIsAnErrorAsItIs() {
		this.gateway.does("a", Reply.error(503, "{}"))
			.does("b", Reply.error(503, "{}"))
			.does("c", Reply.error(503, "{}"));
		Applications.run(this.gateway, (application) -> {
			model(application).chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.errors.get(0)).isInstanceOfSatisfying(FailoverException.class,
					(failure) -> assertThat(failure.attempts()).hasSize(3));
		});
	}

	@Test
	void requestThatNamesAModelIsRefused() {
		Applications.run(this.gateway, (application) -> {
			model(application).chat(ChatRequest.builder().messages(UserMessage.from("Hi")).modelName("z").build(),
					this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.errors.get(0)).hasMessageContaining("name none");
		});
		assertThat(this.gateway.asked()).isEmpty();
	}

	@Test
	void modelThatKnowsNoHandlesIsReadAllTheSame() {
		StreamingChatModel plain = new StreamingChatModel() {

			@Override
			public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
				handler.onUnmappedRawEvent("raw");
				handler.onPartialResponse("");
				handler.onPartialResponse("from " + request.modelName());
				handler.onError(new IllegalStateException("broken"));
			}

		};
		Applications.run(this.gateway, (application) -> {
			new FailoverStreamingChatModel(application.context().getBean(TaotokenOperations.class), plain).chat("Hi",
					this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).isEqualTo(List.of("text:from a", "error:StreamInterruptedException"));
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void modelThatIsCutGetsMoreTimeOnceItShowedLife(boolean alive) {
		StreamingChatModel slow = new StreamingChatModel() {

			@Override
			public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
				if (alive) {
					handler.onUnmappedRawEvent("it thinks");
				}
				if (!request.modelName().equals("a")) {
					handler.onPartialResponse("from " + request.modelName());
				}
			}

		};
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.first-token=300ms"),
				(application) -> {
					FirstTokens shown = application.health().of("a").firstTokens();
					AttemptTimeouts timeouts = requireNonNull(
							application.context().getBean(CurrentRoutes.class).get().find("a"))
						.timeouts();
					for (int i = 0; i < 20; i++) {
						shown.answered(RequestSize.UNKNOWN, timeouts, 1_000_000, false, System.nanoTime());
					}
					new FailoverStreamingChatModel(application.context().getBean(TaotokenOperations.class), slow)
						.chat("Hi", this.recorder);
					this.recorder.awaitFirst();
					assertThat(this.recorder.heard).contains("text:from b");
					Duration more = shown.tryCheck(RequestSize.UNKNOWN, timeouts, Long.MAX_VALUE, System.nanoTime());
					assertThat(more).isEqualTo(alive ? Duration.ofMillis(300) : null);
				});
	}

	@Test
	void modelsAtEntriesAreAskedByTheirNames() {
		this.gateway.does("a", Reply.error(503, "{}")).does("b", Reply.text("from b"));
		Applications.run(Applications.runner(this.gateway)
			.withPropertyValues("taotoken.entries.plan.base-url=" + this.gateway.url()), (application) -> {
				model(application).chat("Hi", this.recorder);
				this.recorder.awaitEnd();
				TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) this.recorder.response
					.metadata();
				assertThat(metadata.requestedModel()).isEqualTo("b");
				assertThat(this.gateway.asked()).containsExactly("a", "b");
			});
	}

	private StreamingChatModel model(Application application) {
		return new FailoverStreamingChatModel(application.context().getBean(TaotokenOperations.class),
				OpenAiStreamingChatModel.builder().baseUrl(this.gateway.url() + "/v1").apiKey("sk-other").build());
	}

}
