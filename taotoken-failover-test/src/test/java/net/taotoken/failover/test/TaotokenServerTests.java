package net.taotoken.failover.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.util.Objects.requireNonNull;
import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.chunks;
import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.Replies.json;
import static net.taotoken.failover.test.Replies.overload;
import static net.taotoken.failover.test.Replies.rateLimit;
import static net.taotoken.failover.test.Replies.reply;
import static net.taotoken.failover.test.Replies.serverError;
import static net.taotoken.failover.test.Replies.toolCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

@Timeout(60)
class TaotokenServerTests {

	private static final ChatCompletionRequest WHY = ChatCompletionRequest.of("Why?");

	private final TaotokenServer server = TaotokenServer.start();

	private final TaotokenTime time = this.server.time();

	private final TaotokenTemplate template = this.server.template("a", "b");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void scriptIsFollowedRequestByRequest() {
		this.server.model("a").willOnce(serverError()).willOnce(answer("one")).will(answer("two"));
		assertThat(this.template.chat("Why?")).isEqualTo("one");
		assertThat(this.template.chat("Why?")).isEqualTo("two");
		assertThat(this.template.chat("Why?")).isEqualTo("two");
		assertThat(this.server.asked()).containsExactly("a", "a", "a", "a");
	}

	@Test
	void closedServerLeavesNoThread() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (TaotokenServer other = TaotokenServer.start()) {
			other.model("a").will(hang());
			TaotokenTemplate asking = other.template("a", "b");
			asking.chat("Why?");
			other.time().advance(Duration.ofHours(1));
			Awaitility.await("asks in the background").until(() -> {
				asking.chat("Why?");
				return !other.probed().isEmpty();
			});
		}
		Awaitility.await("its threads end")
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> !before.contains(thread))
				.noneMatch((thread) -> thread.getName().startsWith("taotoken-probe")));
	}

	@Test
	void portOfAClosedServerTakesNoConnection() {
		for (int round = 0; round < 300; round++) {
			URI closed;
			try (TaotokenServer server = TaotokenServer.start()) {
				closed = server.baseUrl();
			}
			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> new Socket(closed.getHost(), closed.getPort()).close());
		}
	}

	@Test
	void otherModelsAreThoseWithoutAScript() {
		this.server.model("a").will(rateLimit(Duration.ofSeconds(30)));
		this.server.otherModels().will(answer((request) -> request.model() + ": " + request.lastText()));
		assertThat(this.template.chat("Why?")).isEqualTo("b: Why?");
	}

	@Test
	void waitEndsAtOnceAndTimeHasMovedByIt() {
		this.server.model("a").willOnce(rateLimit(Duration.ofSeconds(2))).will(answer("now"));
		assertThat(this.template.chat("Why?")).isEqualTo("now");
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void overloadIsOverInASecond() {
		this.server.model("a").willOnce(overload()).will(answer("now"));
		assertThat(this.server.template("a", "b", "c").chat("Why?")).isEqualTo("now");
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void hangEndsAtOnceAndTimeHasMovedByTheLimit() {
		this.server.model("a").will(hang());
		ChatCompletion answer = this.template.chat(WHY);
		assertThat(answer.attempts()).extracting(Attempt::model, Attempt::duration)
			.containsExactly(tuple("a", Duration.ofSeconds(10)), tuple("b", Duration.ZERO));
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void hangOfTheLastModelTakesAllThatIsLeftOfTheCall() {
		this.server.otherModels().will(hang());
		FailoverException failure = catchThrowableOfType(FailoverException.class, () -> this.template.chat("Why?"));
		assertThat(failure.attempts()).hasSize(2);
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(120));
	}

	@Test
	void streamThatFallsSilentEndsAtItsLimit() {
		this.server.model("a").will(chunks("It ", "scatters ", "light").hangAfter(2));
		List<String> texts = new ArrayList<>();
		try (ChatStream stream = this.template.stream(WHY)) {
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> stream.texts().forEach(texts::add))
				.satisfies((ex) -> assertThat(ex.fault().kind()).isEqualTo(FaultKind.TIMEOUT));
		}
		assertThat(texts).containsExactly("It ", "scatters ");
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void streamThatIsCutTellsWhatCameBefore() {
		this.server.model("a").will(chunks("It ", "scatters ", "light").cutAfter(2));
		try (ChatStream stream = this.template.stream(WHY)) {
			StreamInterruptedException ex = catchThrowableOfType(StreamInterruptedException.class,
					() -> stream.texts().toList());
			assertThat(ex.text()).isEqualTo("It scatters ");
		}
	}

	@Test
	void streamComesChunkByChunkWithItsUsage() {
		this.server.model("a").will(chunks("It ", "scatters").usage(TokenUsage.of(3, 4)));
		try (ChatStream stream = this.template.stream(WHY)) {
			ChatCompletion whole = stream.complete();
			assertThat(whole.text()).isEqualTo("It scatters");
			assertThat(requireNonNull(whole.usage()).totalTokens()).isEqualTo(7);
		}
	}

	@Test
	void answerThatIsSlowMovesTheTime() {
		this.server.model("a")
			.will(chunks("It ", "scatters ", "light").after(Duration.ofSeconds(3)).slowly(Duration.ofSeconds(20)));
		assertThat(this.template.chat("Why?")).isEqualTo("It scatters light");
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(43));
	}

	@Test
	void answerThatBeginsTooLateIsNotAwaited() {
		this.server.model("a").will(answer("late").after(Duration.ofSeconds(15)));
		assertThat(this.template.chat("Why?")).isEqualTo("This is b.");
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void callsThatHangAtOnceEndTogether() throws Exception {
		CountDownLatch allAreAsked = new CountDownLatch(1);
		this.server.model("a").will(hang());
		// time stands still while a model writes
		this.server.model("c").will(answer((request) -> awaited(allAreAsked)));
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Future<String> writing = threads.submit(() -> this.server.template("c").chat("Why?"));
			List<Future<ChatCompletion>> hanging = new ArrayList<>();
			for (int call = 0; call < 3; call++) {
				hanging.add(threads.submit(() -> this.template.chat(WHY)));
			}
			Awaitility.await().until(() -> this.server.asked().size() == 4);
			assertThat(this.time.elapsed()).isZero();
			allAreAsked.countDown();
			for (Future<ChatCompletion> answer : hanging) {
				assertThat(answer.get().text()).isEqualTo("This is b.");
			}
			assertThat(writing.get()).isEqualTo("written");
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
	}

	private static String awaited(CountDownLatch signal) {
		try {
			signal.await();
			return "written";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void requestIsThereAsItCame() {
		this.template.chat(ChatCompletionRequest.builder().system("Short.").user("Why?").temperature(0.2).build());
		ReceivedRequest request = this.server.lastRequest();
		assertThat(request.body().temperature()).isEqualTo(0.2);
		assertThat(request.body().messages()).hasSize(2);
		assertThat(request.lastText()).isEqualTo("Why?");
		assertThat(request.isForStream()).isTrue();
		assertThat(request.headers()).containsKey("user-agent").doesNotContainKey("authorization");
		assertThat(request).hasToString("ReceivedRequest[a]");
	}

	@Test
	void jsonAndToolCallsComeWhole() {
		this.server.model("a").willOnce(json(Map.of("total", 12))).willOnce(toolCall("weather", "{\"city\":\"Rome\"}"));
		assertThat(this.template.chat("Why?")).isEqualTo("{\"total\":12}");
		ChatCompletion calls = this.template.chat(WHY);
		assertThat(calls.finishReason()).isEqualTo("tool_calls");
		assertThat(requireNonNull(calls.toolCalls().get(0).function()).arguments()).isEqualTo("{\"city\":\"Rome\"}");
	}

	@Test
	void probeIsNoStepOfAScript() {
		this.server.model("a").willOnce(serverError()).willOnce(serverError()).willOnce(answer("back"));
		assertThat(this.template.chat("Why?")).isEqualTo("This is b.");
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.template.chat("Why?")).isEqualTo("This is b.");
		Awaitility.await().until(() -> this.template.chat("Why?").equals("back"));
		assertThat(this.server.probed()).containsExactly("a");
		assertThat(this.server.asked()).filteredOn("a"::equals).hasSize(3);
		this.server.checkScripts();
	}

	@Test
	void replyMayDependOnTheRequest() {
		this.server.model("a").will(reply((request) -> request.lastText().isBlank() ? overload() : answer("fine")));
		assertThat(this.template.chat("Why?")).isEqualTo("fine");
	}

	@Test
	void answerComesInOnePieceIfNoStreamIsWanted() throws Exception {
		this.server.model("a").will(answer("whole"));
		HttpResponse<String> response = post("/v1/chat/completions",
				"{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"content\":\"whole\"", "\"finish_reason\":\"stop\"", "\"usage\"");
	}

	@Test
	void modelsAreListed() throws Exception {
		this.server.model("a").will(overload());
		this.server.entry("coding").model("c").will(overload());
		assertThat(get(this.server.baseUrl() + "/v1/models")).contains("\"id\":\"a\"").doesNotContain("\"id\":\"c\"");
		assertThat(get(this.server.entry("coding").baseUrl() + "/v1/models")).contains("\"id\":\"c\"");
		assertThat(this.server.asked()).isEmpty();
	}

	@Test
	void whatIsNoRequestIsRefused() throws Exception {
		assertThat(post("/v1/chat/completions", "{").statusCode()).isEqualTo(400);
		assertThat(post("/v1/embeddings", "{}").statusCode()).isEqualTo(404);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void entriesHaveModelsOfTheirOwn() throws Exception {
		this.server.otherModels().will(answer("of all"));
		this.server.entry("coding").model("a").will(answer("of the plan"));
		String request = "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
		assertThat(post(this.server.entry("coding").baseUrl(), "/v1/chat/completions", request).body())
			.contains("of the plan");
		assertThat(post(this.server.entry("balance").baseUrl(), "/v1/chat/completions", request).body())
			.contains("of all");
		assertThat(this.server.asked()).containsExactly("a@coding", "a@balance");
		assertThat(this.server.entry("coding").asked()).containsExactly("a");
	}

	@Test
	void scriptAtItsEndSaysWhatToWrite() {
		this.server.model("a").willOnce(overload());
		TaotokenTemplate template = this.server.template("a");
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> template.chat("Why?"));
		assertThatIllegalStateException().isThrownBy(this.server::checkScripts)
			.withMessage("a was asked 2 times, but its script has 1 reply: write one more .willOnce(answer(\"…\")), or "
					+ "model(\"a\").will(answer(\"…\")) for all further requests. Asked were [a, a]");
	}

	@Test
	@SuppressWarnings("NullAway")
	void missingReplySaysWhatToWrite() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.entry("coding").model("a").will(null))
			.withMessage("A reply is missing: write entry(\"coding\").model(\"a\").will(answer(\"…\"))");
		assertThatIllegalArgumentException().isThrownBy(Replies::chunks).withMessageContaining("write chunks(");
		assertThatIllegalArgumentException().isThrownBy(Replies::toolCalls).withMessageContaining("write toolCall(");
	}

	@Test
	void resetForgetsScriptsAndRequests() {
		this.server.model("a").willOnce(overload());
		TaotokenTemplate template = this.server.template("a");
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> template.chat("Why?"));
		this.server.reset();
		this.server.checkScripts();
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.server.template("a").chat("Why?")).isEqualTo("This is a.");
	}

	@Test
	void connectionThatIsKeptOutlivesAReset() {
		this.template.chat("Why?");
		this.server.reset();
		assertThat(this.template.chat(WHY).attempts()).singleElement().extracting(Attempt::requests).isEqualTo(1);
	}

	@Test
	void serverInRealTimeHasNoOtherTime() {
		try (TaotokenServer real = TaotokenServer.startInRealTime()) {
			assertThat(real.template("a").chat("Why?")).isEqualTo("This is a.");
			assertThatIllegalStateException().isThrownBy(real::time);
		}
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return post(this.server.baseUrl(), path, body);
	}

	private static HttpResponse<String> post(URI base, String path, String body)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	private static String get(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
			.body();
	}

}
