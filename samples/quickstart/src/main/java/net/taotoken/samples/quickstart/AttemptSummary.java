package net.taotoken.samples.quickstart;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in the words of {@code /ask}. An attempt without a fault is an answer.
 *
 * @param model the model that was asked
 * @param fault the kind of fault
 * @param status the HTTP status of a fault, if there was one
 * @param millis how long the attempt took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AttemptSummary(String model, @Nullable String fault, @Nullable Integer status, long millis) {

	static List<AttemptSummary> of(List<Attempt> attempts) {
		return attempts.stream().map(AttemptSummary::of).toList();
	}

	private static AttemptSummary of(Attempt attempt) {
		Fault fault = attempt.fault();
		return new AttemptSummary(attempt.model(), (fault != null) ? fault.kind().id() : null,
				(fault != null) ? fault.status() : null, attempt.duration().toMillis());
	}

}
