package net.taotoken.samples.quickstart.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The ways in which a simulated model can fail.
 */
enum SimulatedFault {

	/** Answers as it should. */
	OK,

	/** 429, with the time after which to come again. */
	RATE_LIMIT,

	/** 503, without such a time. */
	OVERLOAD,

	/** Takes the request, and does not answer within the limit. */
	HANG,

	/** 200, and an answer that ends in the middle. */
	CUT,

	/** 503, since the gateway does not offer the model any more. */
	VANISH,

	/** 403, since the own account has no money left. */
	QUOTA,

	/** A connection that ends without a word, since the plan of the entry is used up. */
	USED_UP;

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static @Nullable SimulatedFault of(String id) {
		return Arrays.stream(values()).filter((fault) -> fault.id().equals(id)).findFirst().orElse(null);
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(SimulatedFault::id).toList();
	}

}
