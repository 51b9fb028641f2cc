package net.taotoken.failover.langchain4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.output.FinishReason;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streamed calls, with a gateway over real sockets that fails on purpose.
 */
@ExtendWith(OutputCaptureExtension.class)
class TaotokenStreamingChatModelTests {

	private static final String WRONG = "{\"error\":{\"message\":\"'messages' is a required property\","
			+ "\"type\":\"invalid_request_error\",\"code\":\"invalid_request\"}}";

	private final TestGateway gateway = new TestGateway();

	private final Recorder recorder = new Recorder();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	@Test
	void partsComeInOrderAndTheWholeAnswerAtTheEnd() {
		this.gateway.does("a",
				Reply.stream(TestGateway.event("{\"role\":\"assistant\",\"reasoning_content\":\"Hm\"}", null)
						+ TestGateway.pieces("Hello", " world") + TestGateway.end("stop")));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).containsExactly("thinking:Hm", "text:Hello", "text: world", "complete");
			ChatResponse response = this.recorder.response;
			assertThat(response.aiMessage().text()).isEqualTo("Hello world");
			assertThat(response.aiMessage().thinking()).isEqualTo("Hm");
			assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
			assertThat(response.tokenUsage()).isEqualTo(new TaotokenTokenUsage(10, 5, 15, 4, 3));
			TaotokenChatResponseMetadata metadata = (TaotokenChatResponseMetadata) response.metadata();
			assertThat(metadata.requestedModel()).isEqualTo("a");
			assertThat(metadata.attempts()).hasSize(1);
			assertThat(this.gateway.request().path("stream_options").path("include_usage").asBoolean()).isTrue();
		});
	}

	@Test
	void whatFailsBeforeTheFirstTokenIsRepairedUnseen() {
		this.gateway.does("a", Reply.error(429, "{\"error\":{\"message\":\"Too many requests\"}}", "Retry-After: 60"))
			.does("b", Reply.hang())
			.does("c", Reply.text("from c"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.first-token=300ms"),
				(application) -> {
					application.streaming().chat("Hi", this.recorder);
					this.recorder.awaitEnd();
					assertThat(this.recorder.heard).containsExactly("text:from c", "complete");
					assertThat(((TaotokenChatResponseMetadata) this.recorder.response.metadata()).attempts())
						.extracting(Attempt::model)
						.containsExactly("a", "b", "c");
					assertThat(this.gateway.asked()).containsExactly("a", "b", "c");
				});
	}

	@Test
	void streamThatEndsWithoutAnEndIsAnErrorAndNoAnswer() {
		this.gateway.does("a", Reply.stream(TestGateway.pieces("half an ans")));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).containsExactly("text:half an ans", "error:StreamInterruptedException");
			StreamInterruptedException broken = (StreamInterruptedException) this.recorder.errors.get(0);
			assertThat(broken.text()).isEqualTo("half an ans");
			assertThat(broken.model()).isEqualTo("a");
			assertThat(broken).hasMessageNotContaining("half an ans");
			assertThat(application.health().snapshot("a").errors()).isOne();
			assertThat(this.gateway.asked()).containsExactly("a");
		});
	}

	@Test
	void errorInsideAStreamIsAnError() {
		this.gateway.does("a", Reply.stream(TestGateway.pieces("half")
				+ "data: {\"error\":{\"message\":\"The server is overloaded\",\"type\":\"server_error\"}}\n\n"));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).containsExactly("text:half", "error:StreamInterruptedException");
		});
	}

	@Test
	void silenceAfterTheFirstTokenIsABreak() {
		this.gateway.does("a", Reply.stall(TestGateway.pieces("half")));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.timeouts.stall=300ms"),
				(application) -> {
					application.streaming().chat("Hi", this.recorder);
					this.recorder.awaitEnd();
					assertThat(this.recorder.heard).containsExactly("text:half", "error:StreamInterruptedException");
					Awaitility.await().until(() -> this.gateway.abandoned() == 1);
				});
	}

	@Test
	void wrongRequestIsSentTwiceAtMost() {
		this.gateway.does("a", Reply.error(400, WRONG)).does("b", Reply.error(400, WRONG)).does("c", Reply.text("x"));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			FailoverException failure = (FailoverException) this.recorder.errors.get(0);
			assertThat(failure.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(this.recorder.heard).hasSize(1);
			assertThat(this.gateway.asked()).hasSizeLessThanOrEqualTo(2).doesNotContain("c");
		});
	}

	@Test
	void callsOfToolsAreCompleteOnceTheAnswerIs() {
		this.gateway.does("a", Reply.stream(TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}")
				+ TestGateway.toolCall(1, "t-2", "time", "{\"zone\":\"CST\"}") + TestGateway.end("tool_calls")));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).containsExactly("part:0:t-1:weather:{\"city\":",
					"part:0:t-1:weather:\"Jinan\"}", "part:1:t-2:time:{\"zone\"", "part:1:t-2:time::\"CST\"}",
					"call:0:t-1:weather:{\"city\":\"Jinan\"}", "call:1:t-2:time:{\"zone\":\"CST\"}", "complete");
			assertThat(this.recorder.response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
		});
	}

	@Test
	void noToolIsCalledForAnAnswerThatBreaks() {
		this.gateway.does("a", Reply.stream(TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}")));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).noneMatch((what) -> what.startsWith("call:") || what.equals("complete"));
		});
	}

	@Test
	void cancellationFreesTheConnectionAndHurtsNobodysHealth() {
		this.gateway.does("a", Reply.stall(TestGateway.pieces("Hello")));
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			this.recorder.awaitFirst();
			this.recorder.handle.cancel();
			assertThat(this.recorder.handle.isCancelled()).isTrue();
			Awaitility.await().until(() -> this.gateway.abandoned() == 1);
			Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.recorder.heard.size() == 1);
			ModelHealthSnapshot health = application.health().snapshot("a");
			assertThat(health.errors()).isZero();
		});
	}

	@Test
	void cancellationByTheHandlerItselfIsTheLastThingThatItHears() {
		this.gateway.does("a", Reply
			.stream(TestGateway.event("{\"role\":\"assistant\",\"reasoning_content\":\"Hm\",\"content\":\"one\"}", null)
					+ TestGateway.pieces("two") + TestGateway.end("stop")));
		Recorder cancelling = new Recorder() {

			@Override
			public void onPartialThinking(PartialThinking part, PartialThinkingContext context) {
				super.onPartialThinking(part, context);
				context.streamingHandle().cancel();
			}

		};
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", cancelling);
			cancelling.awaitFirst();
			Awaitility.await().during(Duration.ofMillis(200)).until(() -> cancelling.heard.size() == 1);
		});
	}

	@Test
	void handlerThatThrowsHearsOfItAndGetsTheRest(CapturedOutput output) {
		this.gateway.does("a", Reply.text("one", "two"));
		Recorder throwing = new Recorder() {

			@Override
			public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
				super.onPartialResponse(part, context);
				throw new IllegalStateException("SecretText");
			}

			@Override
			public void onError(Throwable error) {
				this.heard.add("error:" + error.getMessage());
				throw new IllegalArgumentException("SecretText");
			}

		};
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", throwing);
			throwing.awaitEnd();
			assertThat(throwing.heard).containsExactly("text:one", "error:SecretText", "text:two", "error:SecretText",
					"complete");
			assertThat(application.health().snapshot("a").errors()).isZero();
		});
		assertThat(output).contains("StreamingChatResponseHandler").doesNotContain("SecretText");
	}

	@Test
	void callReturnsBeforeTheAnswerBegins() {
		CountDownLatch returned = new CountDownLatch(1);
		this.gateway.does("a", (request, connection) -> {
			try {
				returned.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			Reply.text("Hello").to(request, connection);
		});
		Applications.run(this.gateway, (application) -> {
			application.streaming().chat("Hi", this.recorder);
			returned.countDown();
			this.recorder.awaitEnd();
			assertThat(this.recorder.heard).containsExactly("text:Hello", "complete");
		});
	}

	@Test
	void twoHundredStreamsAtOnceNeedNoThreadOfEachOther() {
		int calls = 200;
		CountDownLatch all = new CountDownLatch(calls);
		this.gateway.does("a", (request, connection) -> {
			Reply.stream(TestGateway.pieces("Hello")).to(request, connection);
			all.countDown();
			try {
				all.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			connection.send(TestGateway.pieces(" world") + TestGateway.end("stop"));
		});
		Applications.run(
				Applications.runner(this.gateway)
					.withPropertyValues("taotoken.timeouts.first-token=20s", "taotoken.timeouts.stall=20s"),
				(application) -> {
					StreamingChatModel model = application.streaming();
					List<Recorder> recorders = new ArrayList<>();
					for (int call = 0; call < calls; call++) {
						Recorder recorder = new Recorder();
						recorders.add(recorder);
						model.chat("Hi", recorder);
					}
					recorders.forEach(Recorder::awaitEnd);
					assertThat(recorders).allSatisfy((recorder) -> assertThat(recorder.heard)
						.containsExactly("text:Hello", "text: world", "complete"));
					assertThat(this.gateway.asked()).hasSize(calls);
				});
	}

	@Test
	void wholeDeliveryRepairsABreakUnseen() {
		this.gateway.does("a", Reply.stream(TestGateway.pieces("half"))).does("b", Reply.text("from b"));
		for (String property : List.of("taotoken.stream.delivery=whole", "taotoken.stream.on-interruption=restart")) {
			Recorder recorder = new Recorder();
			Applications.run(Applications.runner(this.gateway).withPropertyValues(property), (application) -> {
				application.streaming().chat("Hi", recorder);
				recorder.awaitEnd();
				assertThat(recorder.heard).as(property).containsExactly("text:from b", "complete");
			});
		}
	}

	@Test
	void answerThatBeginsAgainIsRefusedWithAdvice() {
		this.gateway.does("a", Reply.stream(TestGateway.pieces("half"))).does("b", Reply.text("from b"));
		Applications.run(
				Applications.runner(this.gateway).withPropertyValues("taotoken.stream.on-interruption=restart"),
				(application) -> {
					new TaotokenStreamingChatModel(application.context().getBean(TaotokenOperations.class)).chat("Hi",
							this.recorder);
					this.recorder.awaitEnd();
					assertThat(this.recorder.errors.get(0)).hasMessageContaining("taotoken.stream.delivery=whole");
					assertThat(this.recorder.heard).containsExactly("text:half", "error:IllegalStateException");
				});
	}

	@Test
	void callAfterTheEndOfTheApplicationIsAnErrorForItsHandler() {
		this.gateway.does("a", Reply.text("Hello"));
		List<StreamingChatModel> models = new ArrayList<>();
		Applications.run(this.gateway, (application) -> models.add(application.streaming()));
		models.get(0).chat("Hi", this.recorder);
		this.recorder.awaitEnd();
		assertThat(this.recorder.heard).containsExactly("error:RejectedExecutionException");
	}

}
