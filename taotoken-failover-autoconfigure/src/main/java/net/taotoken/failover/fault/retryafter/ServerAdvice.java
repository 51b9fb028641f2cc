package net.taotoken.failover.fault.retryafter;

import java.util.Locale;

import net.taotoken.failover.fault.ErrorResponse.Headers;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.fault.evidence.FoundError;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server advises to do next, as some aggregators do in the body or in a
 * header.
 */
public final class ServerAdvice {

	private ServerAdvice() {
	}

	public static @Nullable Reaction read(Headers headers, FoundError found, FaultScope scope) {
		Reaction action = action(found.action());
		if (action != null) {
			return action;
		}
		if (found.retryable() != null) {
			return repeat(found.retryable(), scope);
		}
		Boolean header = flag(headers.first("x-alltoken-retryable"));
		if (header == null) {
			header = flag(headers.first("x-should-retry"));
		}
		return (header != null) ? repeat(header, scope) : null;
	}

	private static @Nullable Reaction action(@Nullable String action) {
		return switch ((action != null) ? action.strip().toLowerCase(Locale.ROOT) : "") {
			case "failover", "switch" -> Reaction.SWITCH;
			case "retry", "retry_later" -> Reaction.RETRY;
			case "abort", "manual", "fail" -> Reaction.FAIL;
			default -> null;
		};
	}

	// "Do not repeat" is said of one model; it does not make another one worth asking.
	private static @Nullable Reaction repeat(boolean repeat, FaultScope scope) {
		if (repeat) {
			return Reaction.RETRY;
		}
		return (scope == FaultScope.MODEL) ? Reaction.SWITCH : null;
	}

	private static @Nullable Boolean flag(@Nullable String value) {
		return switch ((value != null) ? value.strip().toLowerCase(Locale.ROOT) : "") {
			case "true" -> Boolean.TRUE;
			case "false" -> Boolean.FALSE;
			default -> null;
		};
	}

}
