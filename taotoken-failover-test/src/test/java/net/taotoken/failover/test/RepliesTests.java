package net.taotoken.failover.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.Objects.requireNonNull;
import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.contentRejected;
import static net.taotoken.failover.test.Replies.emptyAnswer;
import static net.taotoken.failover.test.Replies.garbage;
import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.Replies.hangUp;
import static net.taotoken.failover.test.Replies.invalidRequest;
import static net.taotoken.failover.test.Replies.notOnPlan;
import static net.taotoken.failover.test.Replies.overload;
import static net.taotoken.failover.test.Replies.planUsedUp;
import static net.taotoken.failover.test.Replies.promptTooLong;
import static net.taotoken.failover.test.Replies.quotaExhausted;
import static net.taotoken.failover.test.Replies.rateLimit;
import static net.taotoken.failover.test.Replies.response;
import static net.taotoken.failover.test.Replies.serverError;
import static net.taotoken.failover.test.Replies.supplierQuotaExhausted;
import static net.taotoken.failover.test.Replies.unsupported;
import static net.taotoken.failover.test.Replies.vanished;
import static net.taotoken.failover.test.Replies.wrongKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The library takes each reply for what its name says, over HTTP and in the fake.
 */
@Timeout(60)
class RepliesTests {

	private static final ChatCompletionRequest WHY = ChatCompletionRequest.of("Why?");

	private final TaotokenServer server = TaotokenServer.start();

	private final FakeTaotoken fake = new FakeTaotoken("a", "b");

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Arguments> faults() {
		return Stream.of(Arguments.of(rateLimit(Duration.ofSeconds(30)), FaultKind.RATE_LIMITED, FaultScope.MODEL),
				Arguments.of(rateLimit(), FaultKind.RATE_LIMITED, FaultScope.MODEL),
				Arguments.of(overload(), FaultKind.OVERLOADED, FaultScope.MODEL),
				Arguments.of(serverError(), FaultKind.SERVER_ERROR, FaultScope.MODEL),
				Arguments.of(hang(), FaultKind.TIMEOUT, FaultScope.MODEL),
				Arguments.of(hangUp(), FaultKind.UNREACHABLE, FaultScope.MODEL),
				Arguments.of(emptyAnswer(), FaultKind.INVALID_RESPONSE, FaultScope.MODEL),
				Arguments.of(garbage(), FaultKind.INVALID_RESPONSE, FaultScope.MODEL),
				Arguments.of(planUsedUp(), FaultKind.INVALID_RESPONSE, FaultScope.MODEL),
				Arguments.of(answer("It scatters").cutAfter(1), FaultKind.INVALID_RESPONSE, FaultScope.MODEL),
				Arguments.of(answer("It scatters").hangAfter(1), FaultKind.TIMEOUT, FaultScope.MODEL),
				Arguments.of(answer("It scatters").errorAfter(1), FaultKind.OVERLOADED, FaultScope.MODEL),
				Arguments.of(vanished(), FaultKind.MODEL_UNAVAILABLE, FaultScope.MODEL),
				Arguments.of(notOnPlan(), FaultKind.MODEL_UNAVAILABLE, FaultScope.MODEL),
				Arguments.of(supplierQuotaExhausted(), FaultKind.QUOTA_EXHAUSTED, FaultScope.MODEL),
				Arguments.of(quotaExhausted(), FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT),
				Arguments.of(wrongKey(), FaultKind.AUTHENTICATION, FaultScope.ACCOUNT),
				Arguments.of(promptTooLong(), FaultKind.CONTEXT_LENGTH_EXCEEDED, FaultScope.REQUEST),
				Arguments.of(unsupported(), FaultKind.UNSUPPORTED, FaultScope.REQUEST),
				Arguments.of(contentRejected(), FaultKind.CONTENT_REJECTED, FaultScope.REQUEST),
				Arguments.of(invalidRequest(), FaultKind.INVALID_REQUEST, FaultScope.REQUEST),
				Arguments.of(response(503, "{\"error\":{\"code\":\"model_not_found\"}}"), FaultKind.MODEL_UNAVAILABLE,
						FaultScope.MODEL));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void replyIsTakenForWhatItsNameSays(Reply reply, FaultKind kind, FaultScope scope) {
		this.server.model("a").will(reply);
		TaotokenTemplate template = this.server.template("a", "b");
		assertFault(firstFault(template), kind, scope);
	}

	@ParameterizedTest
	@MethodSource("faults")
	void fakeTakesReplyForTheSame(Reply reply, FaultKind kind, FaultScope scope) {
		this.fake.model("a").will(reply);
		assertFault(firstFault(this.fake), kind, scope);
	}

	private static void assertFault(Fault fault, FaultKind kind, FaultScope scope) {
		assertThat(fault.kind()).isEqualTo(kind);
		assertThat(fault.scope()).isEqualTo(scope);
	}

	private static Fault firstFault(TaotokenOperations taotoken) {
		return requireNonNull(attempts(taotoken).get(0).fault());
	}

	private static List<Attempt> attempts(TaotokenOperations taotoken) {
		try {
			return taotoken.chat(WHY).attempts();
		}
		catch (FailoverException ex) {
			return ex.attempts();
		}
	}

	@Test
	void rateLimitSaysWhenToComeAgain() {
		this.server.otherModels().will(rateLimit(Duration.ofMillis(1500)));
		FailoverException failure = catchThrowableOfType(FailoverException.class,
				() -> this.server.template("a").chat("Why?"));
		assertThat(requireNonNull(failure.attempts().get(0).fault()).retryAfter()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void modelThatWasToldNothingAnswers() {
		assertThat(this.server.template("a").chat("Why?")).isEqualTo("This is a.");
	}

}
