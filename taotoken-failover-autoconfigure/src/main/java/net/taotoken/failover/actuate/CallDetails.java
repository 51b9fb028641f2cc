package net.taotoken.failover.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.engine.call.CallTrace;
import net.taotoken.failover.engine.call.CallTrace.Step;

/**
 * Writes down what a call has been through, for people and scripts.
 */
final class CallDetails {

	private CallDetails() {
	}

	static Map<String, Object> of(long id, CallTrace call, Instant startedAt, long now) {
		List<Step> steps = call.steps();
		Step answer = call.answer();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("id", id);
		details.put("at", Instants.text(startedAt));
		details.put("route", call.route());
		details.put("state", call.isUnderWay() ? "under-way" : (answer != null) ? "answered" : "failed");
		if (answer != null) {
			details.put("model", answer.model());
		}
		if (call.failure() != null) {
			details.put("fault", ModelDetails.fault(call.failure()));
		}
		details.put("millis", millis(call.isUnderWay() ? now - call.startedAt() : end(call, steps)));
		details.put("attempts", steps.stream().map((step) -> attempt(call, step, now)).toList());
		return details;
	}

	private static long end(CallTrace call, List<Step> steps) {
		return steps.stream()
			.filter((step) -> step.duration() != null)
			.mapToLong((step) -> step.startedAt() + step.duration().toNanos() - call.startedAt())
			.max()
			.orElse(0);
	}

	private static Map<String, Object> attempt(CallTrace call, Step step, long now) {
		Duration duration = step.duration();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("model", step.model());
		details.put("after", millis(step.startedAt() - call.startedAt()));
		details.put("millis", millis((duration != null) ? duration.toNanos() : now - step.startedAt()));
		if (duration == null) {
			details.put("state", "under-way");
		}
		if (step.fault() != null) {
			details.put("fault", ModelDetails.fault(step.fault()));
		}
		return details;
	}

	private static long millis(long nanos) {
		return Math.max(0, nanos / 1_000_000);
	}

}
