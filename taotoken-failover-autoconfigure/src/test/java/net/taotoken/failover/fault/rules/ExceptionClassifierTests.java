package net.taotoken.failover.fault.rules;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.HasFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ExceptionClassifierTests {

	private final ExceptionClassifier faults = new ExceptionClassifier(FaultRules.standard(),
			InstantSource.fixed(Instant.EPOCH));

	@ParameterizedTest
	@MethodSource
	void exceptionIsClassifiedAlsoAsACause(Throwable exception, FaultKind kind) {
		assertThat(this.faults.classify(exception).kind()).isEqualTo(kind);
		assertThat(this.faults.classify(new ExecutionException(exception)).kind()).isEqualTo(kind);
		assertThat(this.faults.classify(new IllegalStateException("x", new RuntimeException(exception))).kind())
			.isEqualTo(kind);
	}

	static Stream<Arguments> exceptionIsClassifiedAlsoAsACause() {
		return Stream.of(arguments(new InterruptedException(), FaultKind.CANCELLED),
				arguments(new ClosedByInterruptException(), FaultKind.CANCELLED),
				arguments(new CancellationException(), FaultKind.CANCELLED),
				arguments(new InterruptedIOException("interrupted"), FaultKind.CANCELLED),
				arguments(new InterruptedIOException("timeout"), FaultKind.TIMEOUT),
				arguments(new SocketTimeoutException("Read timed out"), FaultKind.TIMEOUT),
				arguments(new HttpTimeoutException("request timed out"), FaultKind.TIMEOUT),
				arguments(new TimeoutException(), FaultKind.TIMEOUT),
				arguments(new HttpConnectTimeoutException("HTTP connect timed out"), FaultKind.UNREACHABLE),
				arguments(new ConnectTimeoutException("x"), FaultKind.UNREACHABLE),
				arguments(new SocketTimeoutException("Connect timed out"), FaultKind.UNREACHABLE),
				arguments(new ConnectException(), FaultKind.UNREACHABLE),
				arguments(new UnknownHostException(), FaultKind.UNREACHABLE),
				arguments(new NoRouteToHostException(), FaultKind.UNREACHABLE),
				arguments(new SSLException("x"), FaultKind.UNREACHABLE),
				arguments(new SocketException("Connection reset"), FaultKind.UNREACHABLE),
				arguments(new EOFException(), FaultKind.UNREACHABLE),
				arguments(new UnresolvedAddressException(), FaultKind.UNREACHABLE),
				arguments(new UncheckedIOException(new IOException("x")), FaultKind.UNREACHABLE),
				arguments(new ResourceAccessException("x", new SocketTimeoutException()), FaultKind.TIMEOUT),
				arguments(new ResourceAccessException("x", new ConnectException()), FaultKind.UNREACHABLE),
				arguments(new IOException("x", new InterruptedException()), FaultKind.CANCELLED),
				arguments(new IllegalArgumentException(), FaultKind.UNKNOWN),
				arguments(new OutOfMemoryError(), FaultKind.UNKNOWN));
	}

	@Test
	void exceptionThatKnowsItsFaultIsAsked() {
		Fault fault = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);
		assertThat(this.faults.classify(new IOException(new KnowingException(fault)))).isSameAs(fault);
	}

	@Test
	void answerInAnExceptionOfSpringIsClassified() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Retry-After", "7");
		byte[] body = "{\"error\":{\"code\":\"rate_limit_exceeded\"}}".getBytes(StandardCharsets.UTF_8);
		Fault fault = this.faults
			.classify(new RestClientResponseException("x", 503, "x", headers, body, StandardCharsets.UTF_8));
		assertThat(fault.describe()).isEqualTo("rate-limited (503, rate_limit_exceeded)");
		assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		Fault bare = this.faults.classify(new RestClientResponseException("x", 401, "x", null, null, null));
		assertThat(bare.scope()).isEqualTo(FaultScope.ACCOUNT);
	}

	@Test
	void circularAndEndlessChainsEnd() {
		RuntimeException one = new RuntimeException("one");
		RuntimeException two = new RuntimeException("two", one);
		one.initCause(two);
		assertThat(this.faults.classify(one).kind()).isEqualTo(FaultKind.UNKNOWN);
		assertThat(this.faults.classify(new EndlessException()).kind()).isEqualTo(FaultKind.UNKNOWN);
	}

	static class KnowingException extends RuntimeException implements HasFault {

		private static final long serialVersionUID = 1L;

		private final Fault fault;

		KnowingException(Fault fault) {
			this.fault = fault;
		}

		@Override
		public Fault fault() {
			return this.fault;
		}

	}

	static class EndlessException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public synchronized Throwable getCause() {
			return new EndlessException();
		}

	}

	/** As Apache's HTTP client has it. */
	private static final class ConnectTimeoutException extends SocketTimeoutException {

		private static final long serialVersionUID = 1L;

		ConnectTimeoutException(String message) {
			super(message);
		}

	}

}
