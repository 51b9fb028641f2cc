package net.taotoken.failover.langchain4j;

import java.io.IOException;
import java.time.InstantSource;
import java.util.stream.Stream;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.FaultRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class LangChain4jFaultClassifierTests {

	private final LangChain4jFaultClassifier classifier = new LangChain4jFaultClassifier(FaultRules.standard(),
			InstantSource.system());

	static Stream<Arguments> withoutAStatus() {
		return Stream.of(Arguments.of(new RateLimitException("x"), FaultKind.RATE_LIMITED),
				Arguments.of(new TimeoutException("x"), FaultKind.TIMEOUT),
				Arguments.of(new InternalServerException("x"), FaultKind.SERVER_ERROR),
				Arguments.of(new AuthenticationException("x"), FaultKind.AUTHENTICATION),
				Arguments.of(new ModelNotFoundException("x"), FaultKind.MODEL_UNAVAILABLE),
				Arguments.of(new ContentFilteredException("x"), FaultKind.CONTENT_REJECTED),
				Arguments.of(new InvalidRequestException("x"), FaultKind.INVALID_REQUEST),
				Arguments.of(new UnresolvedModelServerException("x"), FaultKind.UNREACHABLE),
				Arguments.of(new IllegalStateException(new RateLimitException("x")), FaultKind.RATE_LIMITED));
	}

	@ParameterizedTest
	@MethodSource("withoutAStatus")
	void classTellsTheKindWithoutProof(Exception exception, FaultKind kind) {
		Fault fault = requireNonNull(this.classifier.classify(exception));
		assertThat(fault.kind()).isEqualTo(kind);
		assertThat(fault.proven()).isFalse();
	}

	@Test
	void statusAndTextGoBeforeTheClass() {
		HttpException http = new HttpException(429,
				"{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}");
		Fault fault = requireNonNull(this.classifier.classify(new RateLimitException(http)));
		assertThat(fault.kind()).isEqualTo(FaultKind.QUOTA_EXHAUSTED);
		assertThat(fault.status()).isEqualTo(429);
	}

	@Test
	void waitInTheTextIsKept() {
		HttpException http = new HttpException(429,
				"{\"error\":{\"message\":\"Rate limit reached. Please try again in 20s.\"}}");
		assertThat(requireNonNull(this.classifier.classify(http)).retryAfter()).hasSeconds(20);
	}

	@Test
	void featureThatTheClientLacksIsProvenToBeTheRequests() {
		Fault fault = requireNonNull(this.classifier.classify(new UnsupportedFeatureException("x")));
		assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
		assertThat(fault.proven()).isTrue();
	}

	@Test
	void restIsLeftToOthers() {
		assertThat(this.classifier.classify(new IOException())).isNull();
		assertThat(this.classifier.classify(new LangChain4jException("x"))).isNull();
		assertThat(this.classifier
			.classify(new RateLimitException(FailoverException.of(Fault.of(FaultKind.OVERLOADED), null)))).isNull();
	}

}
