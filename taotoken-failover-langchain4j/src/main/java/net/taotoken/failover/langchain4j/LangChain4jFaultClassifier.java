package net.taotoken.failover.langchain4j;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

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
import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.rules.Causes;
import net.taotoken.failover.fault.rules.FaultRules;
import org.jspecify.annotations.Nullable;

/**
 * Tells the faults behind exceptions of LangChain4j: by the status and the text of the
 * error where there was one, by the class of the exception elsewhere. The word of an
 * exception without a status is not taken for a proof. May be used by many threads at
 * once.
 *
 * @since 0.1.0
 */
public final class LangChain4jFaultClassifier implements FaultClassifier {

	private final FaultRules rules;

	private final InstantSource clock;

	/**
	 * Create a classifier.
	 * @param rules what error answers mean
	 * @param clock the time, for waits that an error gives as a date
	 */
	public LangChain4jFaultClassifier(FaultRules rules, InstantSource clock) {
		this.rules = rules;
		this.clock = clock;
	}

	/**
	 * Classify an exception.
	 * @param exception the exception
	 * @return the fault, or {@code null} if it is none of LangChain4j or one that knows
	 * its fault
	 */
	@Override
	public @Nullable Fault classify(Throwable exception) {
		List<Throwable> chain = Causes.of(exception);
		if (chain.stream().anyMatch(HasFault.class::isInstance)) {
			return null;
		}
		for (Throwable cause : chain) {
			if (cause instanceof HttpException http) {
				String body = Objects.requireNonNullElse(http.getMessage(), "");
				return this.rules.classify(new ErrorResponse(http.statusCode(), ErrorResponse.Headers.none(), body),
						this.clock.instant());
			}
		}
		return chain.stream()
			.filter(LangChain4jException.class::isInstance)
			.map(LangChain4jFaultClassifier::byClass)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Fault byClass(Throwable exception) {
		if (exception instanceof UnsupportedFeatureException) {
			// thrown before anything is sent, whichever model is asked
			return Fault.of(FaultKind.INVALID_REQUEST);
		}
		FaultKind kind = kind(exception);
		return (kind != null) ? Fault.of(kind).unproven() : null;
	}

	private static @Nullable FaultKind kind(Throwable exception) {
		if (exception instanceof RateLimitException) {
			return FaultKind.RATE_LIMITED;
		}
		if (exception instanceof TimeoutException) {
			return FaultKind.TIMEOUT;
		}
		if (exception instanceof InternalServerException) {
			return FaultKind.SERVER_ERROR;
		}
		if (exception instanceof AuthenticationException) {
			return FaultKind.AUTHENTICATION;
		}
		if (exception instanceof ModelNotFoundException) {
			return FaultKind.MODEL_UNAVAILABLE;
		}
		if (exception instanceof ContentFilteredException) {
			return FaultKind.CONTENT_REJECTED;
		}
		if (exception instanceof InvalidRequestException) {
			return FaultKind.INVALID_REQUEST;
		}
		return (exception instanceof UnresolvedModelServerException) ? FaultKind.UNREACHABLE : null;
	}

}
