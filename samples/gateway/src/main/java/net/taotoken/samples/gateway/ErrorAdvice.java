package net.taotoken.samples.gateway;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;
import net.taotoken.failover.engine.FailoverException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells clients why there is no answer. What no method here knows goes to
 * {@link FallbackErrorController}.
 */
@RestControllerAdvice
class ErrorAdvice {

	private static final Log logger = LogFactory.getLog(ErrorAdvice.class);

	private final Failures failures;

	ErrorAdvice(Failures failures) {
		this.failures = failures;
	}

	@ExceptionHandler
	void refused(RefusedRequestException ex, HttpServletResponse response) throws IOException {
		Replies.error(response, ex.error());
	}

	@ExceptionHandler
	void noAnswer(FailoverException ex, HttpServletResponse response) throws IOException {
		logger.info(ex.getMessage());
		OpenAiError error = this.failures.describe(ex);
		Headers.tell(response, null, ex.attempts());
		// what makes sense has been tried: OpenAI's clients obey this and do not retry
		response.setHeader("x-should-retry", "false");
		if (error.status() != 400 && ex.retryAfter() != null) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(secondsRoundedUp(ex.retryAfter())));
		}
		Replies.error(response, error);
	}

	private static long secondsRoundedUp(Duration duration) {
		return duration.plusNanos(999_999_999).toSeconds();
	}

}
