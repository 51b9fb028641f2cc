package net.taotoken.samples.springai;

import net.taotoken.failover.engine.FailoverException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells callers that no model gave an answer, and what was tried.
 */
@RestControllerAdvice
class NoAnswerAdvice {

	@ExceptionHandler
	ProblemDetail noAnswer(FailoverException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
		problem.setTitle("No model gave an answer");
		return problem;
	}

}
