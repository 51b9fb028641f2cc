package net.taotoken.failover.springai;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import net.taotoken.failover.ModelServer;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.TemplateOver;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptionsBuilder;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FailoverChatModel}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailoverChatModelTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Prompt PROMPT = new Prompt("Well?");

	private final ModelServer unused = new ModelServer();

	private final TemplateOver templates = new TemplateOver(this.unused).timeouts(500, 500, 5_000);

	private final Scheduler scheduler = Schedulers.newBoundedElastic(20, 100, "relay");

	private final OtherModel other = new OtherModel();

	private final FailoverChatModel model = model();

	private FailoverChatModel model() {
		TaotokenTemplate template = this.templates.models("a", "b");
		return new FailoverChatModel(template, new ReactiveTaotokenTemplate(template, this.scheduler), this.other);
	}

	@AfterEach
	void close() throws IOException {
		this.scheduler.dispose();
		this.templates.close();
		this.unused.close();
	}

	@Test
	void callIsAnsweredByTheNextModel() {
		this.other.answers.put("a", () -> Flux.error(new Overload()));
		this.other.answers.put("b", () -> Flux.just(response("well", "STOP")));
		ChatResponse response = this.model.call(PROMPT);
		assertThat(response.getResult().getOutput().getText()).isEqualTo("well");
		assertThat(TaotokenResponse.model(response)).isEqualTo("b");
		assertThat(TaotokenResponse.attempts(response)).extracting(Attempt::model).startsWith("a").endsWith("b");
		assertThat(ChatClient.create(this.model).prompt("Well?").call().content()).isEqualTo("well");
		assertThat(this.other.options).allMatch((options) -> options.getClass() == OtherOptions.class);
	}

	@Test
	void streamIsAnsweredByTheNextModelUntilItsFirstContent() {
		this.other.answers.put("a", () -> Flux.concat(Flux.just(response("", null)),
				Flux.error(new IllegalStateException(new Overload()))));
		this.other.answers.put("b",
				() -> Flux.just(response("", null), response("well ", null), response("then", "STOP")));
		List<ChatResponse> responses = this.model.stream(PROMPT).collectList().block(LONG);
		assertThat(responses).extracting((response) -> response.getResult().getOutput().getText())
			.containsExactly("", "well ", "then");
		assertThat(responses).allMatch((response) -> "b".equals(TaotokenResponse.model(response)));
		assertThat(this.templates.tracker.snapshot("b").successes()).isOne();
	}

	@Test
	void streamThatHangsBeforeItsFirstContentIsCancelledAndLeft() {
		AtomicInteger cancelled = new AtomicInteger();
		this.other.answers.put("a", () -> Flux.<ChatResponse>never().doOnCancel(cancelled::incrementAndGet));
		this.other.answers.put("b", () -> Flux.just(response("well", "STOP")));
		ChatResponse response = this.model.stream(PROMPT).blockLast(LONG);
		assertThat(TaotokenResponse.attempts(response)).first()
			.extracting((attempt) -> attempt.fault().kind())
			.isEqualTo(FaultKind.TIMEOUT);
		Awaitility.await().until(() -> cancelled.get() > 0);
	}

	@Test
	void emptyStreamIsNoAnswer() {
		this.other.answers.put("a", Flux::empty);
		this.other.answers.put("b", () -> Flux.just(response("well", "STOP")));
		assertThat(TaotokenResponse.model(this.model.stream(PROMPT).blockLast(LONG))).isEqualTo("b");
	}

	@Test
	void breakAfterTheFirstContentIsAnErrorWithTheWholeStory() {
		this.other.answers.put("a", () -> Flux.concat(Flux.just(response("half", null)), Flux.error(new Overload())));
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.model.stream(PROMPT).blockLast(LONG))
			.satisfies((ex) -> {
				assertThat(ex.text()).isEqualTo("half");
				assertThat(ex.fault().kind()).isEqualTo(FaultKind.OVERLOADED);
				assertThat(ex.attempts()).singleElement()
					.extracting((attempt) -> attempt.fault().kind())
					.isEqualTo(FaultKind.OVERLOADED);
			});
		assertThat(this.templates.tracker.snapshot("a").errors()).isOne();
	}

	@Test
	void streamWithoutAFinishReasonIsNoWholeAnswer() {
		this.other.answers.put("a", () -> Flux.just(response("half", null)));
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.model.stream(PROMPT).blockLast(LONG))
			.withMessageContaining("finish reason");
	}

	@Test
	void silenceAfterTheFirstContentIsATimeout() {
		this.other.answers.put("a", () -> Flux.concat(Flux.just(response("half", null)), Flux.never()));
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.model.stream(PROMPT).blockLast(LONG))
			.extracting((ex) -> ex.fault().kind())
			.isEqualTo(FaultKind.TIMEOUT);
	}

	@Test
	void cancellationReachesTheOtherModelAndHarmsNobodysHealth() {
		AtomicInteger cancelled = new AtomicInteger();
		this.templates.timeouts(30_000, 30_000, 30_000);
		this.other.answers.put("a", () -> Flux.concat(Flux.just(response("half", null)),
				Flux.<ChatResponse>never().doOnCancel(cancelled::incrementAndGet)));
		List<ChatResponse> read = new CopyOnWriteArrayList<>();
		Disposable subscription = model().stream(PROMPT).subscribe(read::add);
		Awaitility.await().until(() -> !read.isEmpty());
		subscription.dispose();
		Awaitility.await().until(() -> cancelled.get() == 1);
		assertThat(this.templates.tracker.snapshot("a").errors()).isZero();
		assertThat(this.templates.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void defaultOfTheOtherModelCountsAsNoModelAndAnotherIsRefused() {
		this.other.answers.put("a", () -> Flux.just(response("well", "STOP")));
		this.model.call(new Prompt("Well?", new OtherOptions("their-default")));
		assertThat(this.other.asked).containsExactly("a");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model.call(new Prompt("Well?", ChatOptions.builder().model("mine").build())))
			.withMessageContaining("'mine'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model.stream(new Prompt("Well?", ChatOptions.builder().model("mine").build()))
				.blockLast(LONG));
		assertThat(this.other.asked).hasSize(1);
	}

	@Test
	void failureTellsAllAttempts() {
		this.other.answers.put("a", () -> Flux.error(new Overload()));
		this.other.answers.put("b", () -> Flux.error(new Overload()));
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> this.model.stream(PROMPT).blockLast(LONG))
			.satisfies((ex) -> assertThat(ex.attempts()).extracting(Attempt::model).contains("a", "b"));
	}

	@Test
	void repetitionsOfTheOtherModelAreWarnedOf(CapturedOutput output) {
		assertThat(output).contains("OtherModel sends a request that fails up to 3 times again");
	}

	private static ChatResponse response(String text, @Nullable String finishReason) {
		ChatGenerationMetadata metadata = (finishReason != null)
				? ChatGenerationMetadata.builder().finishReason(finishReason).build() : ChatGenerationMetadata.NULL;
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text), metadata)));
	}

	/** Answers by the model id in the options. */
	private static final class OtherModel implements ChatModel {

		final Map<String, Supplier<Flux<ChatResponse>>> answers = new ConcurrentHashMap<>();

		final List<String> asked = new CopyOnWriteArrayList<>();

		final List<ChatOptions> options = new CopyOnWriteArrayList<>();

		@Override
		public ChatOptions getOptions() {
			return new OtherOptions("their-default");
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			return stream(prompt).blockLast();
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			this.asked.add(prompt.getOptions().getModel());
			this.options.add(prompt.getOptions());
			return this.answers.get(prompt.getOptions().getModel()).get();
		}

	}

	static final class OtherOptions extends DefaultChatOptions {

		OtherOptions(String model) {
			super(model, null, null, null, null, null, null, null);
		}

		public int getMaxRetries() {
			return 3;
		}

		@Override
		public ChatOptions.Builder<?> mutate() {
			return new OtherOptionsBuilder().model(getModel());
		}

	}

	static final class OtherOptionsBuilder extends DefaultChatOptionsBuilder<OtherOptionsBuilder> {

		@Override
		public ChatOptions build() {
			return new OtherOptions(this.model);
		}

	}

	private static final class Overload extends RuntimeException implements HasFault {

		private static final long serialVersionUID = 1L;

		@Override
		public Fault fault() {
			return Fault.of(FaultKind.OVERLOADED);
		}

	}

}
