package net.taotoken.samples.quickstart;

import java.time.Duration;

import net.taotoken.failover.engine.FailoverException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells callers that no model gave an answer, what was tried, and when to come again.
 */
@RestControllerAdvice
class NoAnswerAdvice {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> noAnswer(FailoverException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
		problem.setTitle("No model gave an answer");
		problem.setProperty("route", ex.route());
		problem.setProperty("attempts", AttemptSummary.of(ex.attempts()));
		ResponseEntity.BodyBuilder response = ResponseEntity.status(problem.getStatus());
		if (ex.retryAfter() != null) {
			long seconds = secondsRoundedUp(ex.retryAfter());
			problem.setProperty("retryAfter", seconds);
			response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
		}
		return response.body(problem);
	}

	private static long secondsRoundedUp(Duration duration) {
		return duration.plusNanos(999_999_999).toSeconds();
	}

}
