package net.taotoken.failover.springai;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.openai.errors.OpenAIServiceException;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.FaultRules;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiFaultClassifierTests {

	private final OpenAiFaultClassifier classifier = new OpenAiFaultClassifier(FaultRules.standard(),
			() -> Instant.EPOCH);

	@Test
	void waitThatTheServerAsksForIsKept() {
		Fault fault = this.classifier.classify(new OpenAIServiceException(429, "429: Rate limit reached",
				"rate_limit_exceeded", Map.of("retry-after", List.of("60"))));
		assertThat(fault.kind()).isEqualTo(FaultKind.RATE_LIMITED);
		assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(60));
		assertThat(fault.status()).isEqualTo(429);
	}

	@Test
	void codeAndTextSayWhatTheStatusDoesNot() {
		assertThat(this.classifier
			.classify(new OpenAIServiceException(400, "400: too long", "context_length_exceeded", Map.of()))
			.kind()).isEqualTo(FaultKind.CONTEXT_LENGTH_EXCEEDED);
		assertThat(this.classifier
			.classify(new OpenAIServiceException(400, "400: Invalid 'messages[0]'", "invalid_request_error", Map.of()))
			.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
	}

	@Test
	void answerIsFoundAmongTheCausesAndInSubclasses() {
		Exception wrapped = new IllegalStateException(new Subclass());
		assertThat(this.classifier.classify(wrapped).kind()).isEqualTo(FaultKind.OVERLOADED);
	}

	@Test
	void otherExceptionsAreLeftToOthers() {
		assertThat(this.classifier.classify(new IllegalStateException(new IOException("broken pipe")))).isNull();
	}

	private static final class Subclass extends OpenAIServiceException {

		private static final long serialVersionUID = 1L;

		Subclass() {
			super(503, "503: The engine is currently overloaded", "server_is_overloaded", Map.of());
		}

	}

}
