package net.taotoken.failover.fault.rules;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClientResponseException;

/**
 * The classification of last resort, for exceptions of any client. It looks at the whole
 * chain of causes: first for a fault or an answer, then for a cancellation, a time-out,
 * and at last a broken connection. May be used by many threads at once.
 */
public final class ExceptionClassifier implements FaultClassifier {

	private final FaultRules rules;

	private final InstantSource clock;

	/**
	 * Create a classification.
	 * @param rules what error answers mean
	 * @param clock the time, for waits that are given as dates
	 */
	public ExceptionClassifier(FaultRules rules, InstantSource clock) {
		this.rules = rules;
		this.clock = clock;
	}

	/**
	 * Classify an exception that a model call threw.
	 * @param exception the exception
	 * @return the fault, {@link FaultKind#UNKNOWN} if nothing is recognised
	 */
	@Override
	public Fault classify(Throwable exception) {
		if (exception instanceof HasFault faulty) {
			return faulty.fault();
		}
		List<Throwable> chain = Causes.of(exception);
		Fault told = chain.stream().map(this::told).filter(Objects::nonNull).findFirst().orElse(null);
		if (told != null) {
			return told;
		}
		if (chain.stream().anyMatch(ExceptionClassifier::isCancellation)) {
			return Fault.of(FaultKind.CANCELLED);
		}
		if (chain.stream().anyMatch(ExceptionClassifier::isConnectTimeout)) {
			return Fault.of(FaultKind.UNREACHABLE);
		}
		if (chain.stream().anyMatch(ExceptionClassifier::isTimeout)) {
			return Fault.of(FaultKind.TIMEOUT);
		}
		boolean broken = chain.stream()
			.anyMatch((cause) -> cause instanceof IOException || cause instanceof UnresolvedAddressException);
		return Fault.of(broken ? FaultKind.UNREACHABLE : FaultKind.UNKNOWN);
	}

	private @Nullable Fault told(Throwable exception) {
		if (exception instanceof HasFault faulty) {
			return faulty.fault();
		}
		if (exception instanceof RestClientResponseException response) {
			Instant now = this.clock.instant();
			return this.rules.classify(answer(response), now);
		}
		return null;
	}

	private static ErrorResponse answer(RestClientResponseException exception) {
		HttpHeaders headers = exception.getResponseHeaders();
		ErrorResponse.Headers lookup = (headers != null) ? ErrorResponse.Headers.of(headers.toSingleValueMap())
				: ErrorResponse.Headers.none();
		return new ErrorResponse(exception.getStatusCode().value(), lookup, exception.getResponseBodyAsString());
	}

	private static boolean isCancellation(Throwable cause) {
		return cause instanceof InterruptedException || cause instanceof ClosedByInterruptException
				|| cause instanceof CancellationException
				|| (cause instanceof InterruptedIOException && !isTimeout(cause));
	}

	// Clients that derive "connect timed out" from a read time-out: HttpClient 5, and the
	// sockets of the JDK by their message.
	private static boolean isConnectTimeout(Throwable cause) {
		return cause instanceof HttpConnectTimeoutException || (cause instanceof SocketTimeoutException
				&& (cause.getClass().getSimpleName().startsWith("Connect") || mentions(cause, "connect timed out")));
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException
				|| cause instanceof TimeoutException
				|| (cause instanceof InterruptedIOException && mentions(cause, "timeout"));
	}

	private static boolean mentions(Throwable cause, String phrase) {
		String message = cause.getMessage();
		return message != null && message.toLowerCase(Locale.ROOT).contains(phrase);
	}

}
