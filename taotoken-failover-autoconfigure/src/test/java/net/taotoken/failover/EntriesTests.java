package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.event.SpendingEndedEvent;
import net.taotoken.failover.event.SpendingStartedEvent;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A whole application with a plan and a balance, over real sockets.
 */
class EntriesTests {

	private static final String PLAN_IS_EMPTY = error("429 Too Many Requests", "your quota is used up", "new_api_error",
			"\"insufficient_user_quota\"");

	private static final String KEY_IS_WRONG = error("401 Unauthorized", "Invalid token", "new_api_error",
			"\"invalid_api_key\"");

	private static final String OVERLOADED = error("503 Service Unavailable", "The model is overloaded", "server_error",
			"null");

	private static final String NOT_ON_PLAN = error("400 Bad Request", "Model a is not available on Coding Plan.",
			"invalid_request_error", "\"model_not_found\"");

	private static final String NOT_ON_PLAN_WITHOUT_A_CODE = error("400 Bad Request",
			"Model a is not available on Coding Plan.", "invalid_request_error", "null");

	private static final int CALLERS = 4;

	private static String error(String status, String message, String type, String code) {
		return RawServer.response(status, "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type
				+ "\",\"param\":null,\"code\":" + code + "}}", "Connection: close");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onlyTheFirstEntryIsAskedWhileItWorks(boolean streamed) throws IOException {
		try (EntryApplication application = EntryApplication.start(streamed).bothWork()) {
			assertThat(application.ask()).containsExactly("a@plan ok");
			assertThat(application.balance.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void emptyPlanTakesOutItsOwnModelsOnly(boolean streamed) throws IOException {
		try (EntryApplication application = EntryApplication.start(streamed)) {
			application.plan.sends("a", PLAN_IS_EMPTY);
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan quota-exhausted", "a@balance ok");
			assertThat(application.state("b@plan")).isEqualTo(ModelState.COOLING_DOWN);
			assertThat(application.state("b@balance")).isEqualTo(ModelState.HEALTHY);
			assertThat(application.ask()).as("the plan is not asked again").containsExactly("a@balance ok");
			assertThat(application.plan.requests()).hasSize(1);
		}
	}

	@Test
	void planThatIsFullAgainIsBackAfterOneProbe() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.health.probe=call")) {
			application.plan.sends("a", PLAN_IS_EMPTY).sends("a", ModelServer.whole("a", "works"));
			application.works(application.plan).works(application.balance);
			application.ask();
			application.time.advance(Duration.ofMinutes(6));
			assertThat(application.ask()).containsExactly("a@plan ok");
			assertThat(application.state("b@plan")).isEqualTo(ModelState.HEALTHY);
		}
	}

	@ParameterizedTest
	@CsvSource({ "true,\"model_not_found\"", "false,\"model_not_found\"", "true,null", "false,null" })
	void modelThatThePlanDoesNotHaveIsAskedAtTheNextEntry(boolean streamed, String code) throws IOException {
		try (EntryApplication application = EntryApplication.start(streamed)) {
			application.plan.sends("a", error("400 Bad Request", "Model a is not available on Coding Plan.",
					"invalid_request_error", code));
			application.works(application.balance).works(application.plan);
			assertThat(application.ask()).containsExactly("a@plan model-unavailable", "a@balance ok");
			assertThat(application.state("b@plan")).isEqualTo(ModelState.HEALTHY);
			assertThat(application.ask()).as("it is remembered").containsExactly("a@balance ok");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keyThatIsRefusedEndsNoCallThatHasAnotherEntry(boolean streamed) throws IOException {
		try (EntryApplication application = EntryApplication.start(streamed)) {
			application.plan.sends("a", KEY_IS_WRONG);
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan authentication", "a@balance ok");
			assertThat(application.state("a@plan")).isEqualTo(ModelState.COOLING_DOWN);
			assertThat(application.ask()).containsExactly("a@balance ok");
		}
	}

	@Test
	void callFailsByTheAccountsFaultWhenNoEntryPays() throws IOException {
		try (EntryApplication application = EntryApplication.start(false)) {
			application.plan.sends("a", PLAN_IS_EMPTY).sends("b", PLAN_IS_EMPTY);
			application.balance.sends("a", PLAN_IS_EMPTY).sends("b", PLAN_IS_EMPTY);
			FailoverException failure = catchThrowableOfType(FailoverException.class, application::ask);
			assertThat(failure.fault().kind()).isEqualTo(FaultKind.QUOTA_EXHAUSTED);
			assertThat(failure.attempts()).hasSize(2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void entryThatCutsTwoModelsIsLeftForAWhile(boolean streamed) throws IOException {
		try (EntryApplication application = EntryApplication.start(streamed, "taotoken.prefer=entry",
				"taotoken.retry.max-attempts=1")) {
			application.plan.sendsAndResets("a").sendsAndResets("b");
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan unreachable", "b@plan unreachable", "a@balance ok");
			application.time.advance(Duration.ofSeconds(20));
			assertThat(application.ask()).containsExactly("a@balance ok");
			assertThat(application.plan.requests()).hasSize(2);
		}
	}

	@Test
	void entryThatAnswersBetweenTwoCutsIsNotBlamed() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.retry.max-attempts=1",
				"taotoken.health.probe=call")) {
			application.plan.sendsAndResets("a");
			application.works(application.plan).works(application.balance);
			application.ask();
			assertThat(application.ask(named("b"))).containsExactly("b@plan ok");
			application.time.advance(Duration.ofSeconds(20));
			assertThat(application.ask()).containsExactly("a@plan ok");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void dearEntryIsUsedForItsFaultsOnly(boolean streamed) throws IOException {
		try (EntryApplication application = EntryApplication.start(streamed, "taotoken.retry.max-attempts=1",
				"taotoken.entries.balance.only-on=quota-exhausted")) {
			application.plan.sends("a", OVERLOADED);
			application.works(application.plan).works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan overloaded", "b@plan ok");
			assertThat(application.balance.requests()).isEmpty();
		}
	}

	@Test
	void dearEntryIsUsedWhileThePlanIsEmpty() throws IOException {
		try (EntryApplication application = EntryApplication.start(false,
				"taotoken.entries.balance.only-on=quota-exhausted")) {
			application.plan.sends("a", PLAN_IS_EMPTY);
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan quota-exhausted", "a@balance ok");
			assertThat(application.ask()).containsExactly("a@balance ok");
		}
	}

	@Test
	void requestThatNamesAModelDoesNotPayForItUnasked() throws IOException {
		try (EntryApplication application = EntryApplication.start(false,
				"taotoken.entries.balance.only-on=quota-exhausted", "taotoken.retry.max-attempts=1")) {
			application.plan.sends("b", OVERLOADED);
			application.works(application.plan).works(application.balance);
			assertThat(application.ask(named("b"))).containsExactly("b@plan overloaded", "a@plan ok");
			assertThat(application.ask(named("b@balance"))).as("asked for").containsExactly("b@balance ok");
		}
	}

	@Test
	void sameModelAtAnotherEntryIsNoSecondOpinion() throws IOException {
		try (EntryApplication application = EntryApplication.start(false)) {
			String refused = error("400 Bad Request", "Something about this request", "invalid_request_error", "null");
			application.plan.sends("a", refused);
			application.balance.sends("a", refused);
			application.works(application.plan).works(application.balance);
			assertThat(application.ask()).last().isEqualTo("b@plan ok");
		}
	}

	@Test
	void candidateInTheListOfARequestOpensNoOther() throws IOException {
		try (EntryApplication application = EntryApplication
			.start(false, "taotoken.entries.balance.only-on=quota-exhausted")
			.bothWork()) {
			ChatCompletionRequest request = ChatCompletionRequest.builder()
				.models("a@balance", "a")
				.model("b")
				.user("?")
				.build();
			assertThat(application.ask(request)).containsExactly("b@plan ok");
		}
	}

	@Test
	void whatOneModelLacksIsNoReasonToPayForOthers() throws IOException {
		try (EntryApplication application = EntryApplication.start(false,
				"taotoken.entries.balance.only-on=model-unavailable", "taotoken.retry.max-attempts=1")) {
			application.plan.sends("a", NOT_ON_PLAN).sends("b", OVERLOADED);
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan model-unavailable", "a@balance ok");
			assertThat(application.ask(named("b"))).as("a pays, b does not").last().isEqualTo("a@balance ok");
			assertThat(application.balance.asked()).containsOnly("a");
		}
	}

	@Test
	void whatSomebodyPassesOverIsNoReasonToPay() throws IOException {
		try (EntryApplication application = EntryApplication
			.start(false, "taotoken.entries.balance.only-on=model-unavailable")
			.bothWork()) {
			application.bean(TaotokenControl.class).coolDown("a@plan", Duration.ofHours(1));
			assertThat(application.ask()).containsExactly("b@plan ok");
			assertThat(application.ask(named("a"))).containsExactly("b@plan ok");
			assertThat(application.balance.requests()).isEmpty();
		}
	}

	@Test
	void entryThatSomebodyTookOutIsNoOtherEntry() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.health.max-cool-down=1h")) {
			application.plan.sendsAndResets("a").sendsAndResets("b");
			application.bean(TaotokenControl.class).disable("a@balance");
			application.bean(TaotokenControl.class).disable("b@balance");
			assertThatExceptionOfType(FailoverException.class).isThrownBy(application::ask);
			assertThat(application.bean(ModelHealthTracker.class).snapshot("b@plan").coolDownRemaining())
				.as("cut off for the time of an entry that another one stands in for")
				.isLessThan(Duration.ofMinutes(5));
			assertThat(application.balance.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "weighted", "fastest", "healthiest" })
	void strategiesLeaveEntriesInTheirOrder(String strategy) throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.strategy=" + strategy).bothWork()) {
			for (int call = 0; call < 20; call++) {
				application.ask();
			}
			assertThat(application.balance.requests()).isEmpty();
		}
	}

	@Test
	void modelIsTakenOutByHandAtEachEntry() throws IOException {
		try (EntryApplication application = EntryApplication.start(false).bothWork()) {
			TaotokenControl control = application.bean(TaotokenControl.class);
			control.disable("a");
			assertThat(application.state("a@plan")).isEqualTo(ModelState.DISABLED);
			assertThat(application.state("a@balance")).isEqualTo(ModelState.DISABLED);
			control.putBack("a@plan");
			assertThat(application.state("a@plan")).isEqualTo(ModelState.HEALTHY);
			assertThat(application.state("a@balance")).isEqualTo(ModelState.DISABLED);
		}
	}

	@Test
	void orderByHandNamesModelsOrCandidates() throws IOException {
		try (EntryApplication application = EntryApplication.start(false).bothWork()) {
			TaotokenControl control = application.bean(TaotokenControl.class);
			control.setOrder("default", List.of("b"));
			assertThat(application.ask()).containsExactly("b@plan ok");
			control.setOrder("default", List.of("b@balance", "a"));
			assertThat(application.ask()).containsExactly("b@balance ok");
		}
	}

	@Test
	void entryOutsideTheRouteIsRefused() throws IOException {
		try (EntryApplication application = EntryApplication
			.start(false, "taotoken.routes.cheap.model-priority=a", "taotoken.routes.cheap.entries=plan")
			.bothWork()) {
			ChatCompletionRequest request = ChatCompletionRequest.builder()
				.route("cheap")
				.model("a@balance")
				.user("?")
				.build();
			assertThatIllegalArgumentException().isThrownBy(() -> application.ask(request))
				.withMessageContaining("does not use the entry 'balance'");
		}
	}

	@Test
	void spendingIsToldAlsoWhereTheConditionComesLater() throws IOException {
		List<Object> events = new ArrayList<>();
		try (EntryApplication application = EntryApplication.start(false)) {
			application.hear((event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload
						&& payload.getPayload() instanceof SpendingStartedEvent started) {
					events.add(started);
				}
			});
			application.plan.sends("a", PLAN_IS_EMPTY);
			application.works(application.balance);
			application.reload(Map.of("taotoken.entries.balance.only-on", "quota-exhausted"));
			application.ask();
			assertThat(events).hasSize(1);
		}
	}

	@Test
	void spendingIsTold() throws IOException {
		List<Object> events = new ArrayList<>();
		try (EntryApplication application = EntryApplication.start(false,
				"taotoken.entries.balance.only-on=quota-exhausted")) {
			application.hear((event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload
						&& payload.getPayload().getClass().getSimpleName().startsWith("Spending")) {
					events.add(payload.getPayload());
				}
			});
			application.plan.sends("a", PLAN_IS_EMPTY).sends("a", ModelServer.whole("a", "works"));
			application.works(application.balance);
			application.ask();
			application.ask();
			assertThat(events).singleElement().isInstanceOfSatisfying(SpendingStartedEvent.class, (event) -> {
				assertThat(event.entry()).isEqualTo("balance");
				assertThat(event.model()).isEqualTo("a@balance");
			});
			application.time.advance(Duration.ofMinutes(6));
			application.ask();
			assertThat(events).last()
				.isInstanceOfSatisfying(SpendingEndedEvent.class, (event) -> assertThat(event.answers()).isEqualTo(2));
		}
	}

	@Test
	void hedgeTurnsToTheSameModelAtTheNextEntry() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.hedge.after=1ms",
				"taotoken.hedge.max-extra=1")) {
			application.plan.sendsAndStalls("a");
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan cancelled", "a@balance ok");
		}
	}

	@Test
	void eachEntryGetsItsOwnKeyAndHeaders() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.entries.balance.api-key=sk-other",
				"taotoken.entries.balance.headers.X-Team=finance")) {
			application.plan.sends("a", PLAN_IS_EMPTY);
			application.works(application.balance);
			application.ask();
			assertThat(application.plan.requests().get(0)).contains("Bearer sk-test", "\"model\":\"a\"")
				.doesNotContain("finance");
			assertThat(application.balance.requests().get(0)).contains("Bearer sk-other", "X-Team: finance",
					"\"model\":\"a\"");
		}
	}

	@Test
	void preferredEntryIsUsedUpFirst() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.prefer=entry")) {
			assertThat(application.route("default")).containsExactly("a@plan", "b@plan", "a@balance", "b@balance");
		}
	}

	@Test
	void listsAndRoutesNameEntries() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.model-priority=a,b@balance,c",
				"taotoken.entries.plan.models=a,d", "taotoken.routes.paid.model-priority=d,a",
				"taotoken.routes.paid.entries=balance")) {
			assertThat(application.route("default")).containsExactly("a@plan", "a@balance", "b@balance", "c@balance");
			assertThat(application.route("paid")).containsExactly("d@balance", "a@balance");
		}
	}

	@Test
	void modelIsDescribedForAllEntriesOrForOne() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.models.a.input-price=2",
				"taotoken.models.a.output-price=4", "taotoken.models[a@plan].input-price=1",
				"taotoken.models[a@plan].output-price=1", "taotoken.strategy=cheapest")) {
			assertThat(application.bean(Routes.class).get("default").models())
				.extracting((model) -> model.id() + " " + model.inputPrice())
				.contains("a@plan 1.0", "a@balance 2.0");
		}
	}

	@Test
	void whatIsKnownOfAModelAtOneEntrySaysNothingOfItAtAnother() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, "taotoken.models[x@plan].parameters.top_k=7",
				"taotoken.models.y.parameters.top_k=9", "taotoken.entries.balance.models=a,b",
				"taotoken.models[a@plan].parameters.top_k=5")) {
			application.balance.streams("x", "works").streams("y", "works").streams("a", "works");
			application.plan.streams("x", "works").streams("a", "works");
			assertThat(application.ask(named("x@balance"))).containsExactly("x@balance ok");
			assertThat(application.ask(named("y@balance"))).containsExactly("y@balance ok");
			assertThat(application.ask(named("a@balance"))).containsExactly("a@balance ok");
			assertThat(application.balance.requests()).extracting((request) -> request.contains("\"top_k\":"))
				.containsExactly(false, true, false);
			assertThat(application.ask(named("x@plan"))).containsExactly("x@plan ok");
			assertThat(application.ask(named("a@plan"))).containsExactly("a@plan ok");
			assertThat(application.plan.requests().get(0)).contains("\"top_k\":7");
			assertThat(application.plan.requests().get(1)).contains("\"top_k\":5");
		}
	}

	@Test
	void entriesAreAddedAndGetOtherKeysWhileTheApplicationRuns() throws IOException {
		try (EntryApplication application = EntryApplication.start(false); ModelServer third = new ModelServer()) {
			application.plan.sends("a", PLAN_IS_EMPTY);
			application.balance.sends("a", PLAN_IS_EMPTY);
			application.works(third);
			application.reload(Map.of("taotoken.entries.third.base-url", third.url().toString(),
					"taotoken.entries.third.api-key", "sk-3", "taotoken.entries.plan.api-key", "sk-new"));
			assertThat(application.ask()).containsExactly("a@plan quota-exhausted", "a@balance quota-exhausted",
					"a@third ok");
			assertThat(application.plan.requests().get(0)).contains("Bearer sk-new");
			assertThat(third.requests().get(0)).contains("Bearer sk-3");
		}
	}

	@Test
	void noCallIsLostWhileEntriesComeAndGoAndGetOtherKeys() throws Exception {
		try (EntryApplication application = EntryApplication.start(false).bothWork();
				ModelServer third = new ModelServer()) {
			application.works(third);
			AtomicBoolean over = new AtomicBoolean();
			ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
			List<Future<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				calls.add(callers.submit(() -> asksUntil(application, over)));
			}
			for (int change = 0; change < 20; change++) {
				application.reload(Map.of("taotoken.entries.third.base-url", third.url().toString(),
						"taotoken.entries.third.api-key", "sk-" + change, "taotoken.entry-priority",
						(change % 2 == 0) ? "third,plan,balance" : "balance,plan"));
			}
			over.set(true);
			for (Future<Integer> call : calls) {
				assertThat(call.get()).isPositive();
			}
			callers.shutdown();
			assertThat(third.requests()).as("was asked with a key of its own")
				.allMatch((request) -> request.contains("Bearer sk-") && !request.contains("sk-test"));
		}
	}

	private static int asksUntil(EntryApplication application, AtomicBoolean over) {
		int calls = 0;
		do {
			assertThat(application.complete(ChatCompletionRequest.of("?")).text()).isEqualTo(EntryApplication.WORKS);
			calls++;
		}
		while (!over.get());
		return calls;
	}

	@Test
	void monthInWhichThePlanIsUsedUpAtNoonCostsWhatIsNeeded() throws IOException {
		try (EntryApplication application = EntryApplication.start(false,
				"taotoken.entries.balance.only-on=quota-exhausted")) {
			AtomicInteger hour = new AtomicInteger();
			application.plan.replies("a", (request) -> (connection) -> connection
				.send((hour.get() % 24 < 12) ? ModelServer.whole("a", EntryApplication.WORKS) : PLAN_IS_EMPTY));
			application.works(application.balance);
			int paid = 0;
			for (; hour.get() < 30 * 24; hour.incrementAndGet()) {
				List<String> attempts = application.ask();
				boolean morning = hour.get() % 24 < 12;
				assertThat(attempts).last().isEqualTo(morning ? "a@plan ok" : "a@balance ok");
				paid += morning ? 0 : 1;
				application.time.advance(Duration.ofHours(1));
			}
			assertThat(application.balance.requests()).hasSize(paid).hasSize(30 * 12);
		}
	}

	static Stream<Arguments> troubles() {
		List<String> troubles = List.of(PLAN_IS_EMPTY, KEY_IS_WRONG, NOT_ON_PLAN, NOT_ON_PLAN_WITHOUT_A_CODE, "");
		Stream.Builder<Arguments> all = Stream.builder();
		for (int i = 0; i < troubles.size(); i++) {
			for (String second : List.of(troubles.get((i + 1) % 5), troubles.get((i + 3) % 5))) {
				all.add(Arguments.of(true, "1h", troubles.get(i), second));
				all.add(Arguments.of(false, "1h", second, troubles.get(i)));
				all.add(Arguments.of(false, "1ms", troubles.get(i), second));
			}
		}
		return all.build();
	}

	@ParameterizedTest
	@MethodSource("troubles")
	void isAnsweredWhileAnyEntryPays(boolean streamed, String hedge, String one, String other) throws IOException {
		try (ModelServer third = new ModelServer();
				EntryApplication application = EntryApplication.start(streamed, "taotoken.hedge.after=" + hedge,
						"taotoken.hedge.max-extra=1", "taotoken.entries.third.base-url=" + third.url(),
						"taotoken.entry-priority=plan,balance,third")) {
			breaks(application.plan, one);
			breaks(application.balance, other);
			application.works(third);
			assertThat(application.ask()).last().asString().endsWith("@third ok");
			assertThat(application.state("a@third")).isEqualTo(ModelState.HEALTHY);
			assertThat(application.state("b@third")).isEqualTo(ModelState.HEALTHY);
		}
	}

	// nothing at all is a connection that is cut
	private static void breaks(ModelServer server, String reply) {
		for (String model : List.of("a", "b")) {
			if (reply.isEmpty()) {
				server.sendsAndResets(model);
			}
			else {
				server.sends(model, reply);
			}
		}
	}

	private static ChatCompletionRequest named(String model) {
		return ChatCompletionRequest.builder().model(model).messages(List.of(ChatMessage.user("?"))).build();
	}

}
