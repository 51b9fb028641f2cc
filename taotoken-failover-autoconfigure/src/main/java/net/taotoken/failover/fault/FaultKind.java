package net.taotoken.failover.fault;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of fault, by what went wrong in an attempt. The kind decides what the call
 * does next; see {@link Reaction}.
 *
 * @since 0.1.0
 */
public enum FaultKind {

	/** Too many requests or tokens for now. Neutral to the failure rate of the model. */
	RATE_LIMITED(FaultScope.MODEL, false),

	/** The model has more work than it can do. */
	OVERLOADED(FaultScope.MODEL, true),

	/** The server failed while it handled the request. */
	SERVER_ERROR(FaultScope.MODEL, true),

	/** No connection, or it broke before an answer: connect, reset, DNS, TLS. */
	UNREACHABLE(FaultScope.MODEL, true),

	/** No first token, no further token or no answer within its limit. */
	TIMEOUT(FaultScope.MODEL, true),

	/** An answer that is none: an error in a 200, empty, malformed or cut short. */
	INVALID_RESPONSE(FaultScope.MODEL, true),

	/** The gateway does not offer the model, or not to this key. */
	MODEL_UNAVAILABLE(FaultScope.MODEL, false),

	/** Money or quota is used up. */
	QUOTA_EXHAUSTED(FaultScope.MODEL, false),

	/** The key was refused. */
	AUTHENTICATION(FaultScope.MODEL, false),

	/** The prompt is too long for this model. */
	CONTEXT_LENGTH_EXCEEDED(FaultScope.REQUEST, false),

	/** This model cannot do what the request asks; another one may be able to. */
	UNSUPPORTED(FaultScope.REQUEST, false),

	/** Moderation refused the prompt or filtered the answer. */
	CONTENT_REJECTED(FaultScope.REQUEST, false),

	/** The request is wrong for every model, or its answer is larger than allowed. */
	INVALID_REQUEST(FaultScope.REQUEST, false),

	/** The caller went away, was interrupted, or ran out of its own time. */
	CANCELLED(FaultScope.REQUEST, false),

	/** Nothing of the above could be recognised. */
	UNKNOWN(FaultScope.MODEL, true);

	private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

	private final FaultScope defaultScope;

	private final boolean countsAgainstHealth;

	FaultKind(FaultScope defaultScope, boolean countsAgainstHealth) {
		this.defaultScope = defaultScope;
		this.countsAgainstHealth = countsAgainstHealth;
	}

	/**
	 * The name of this kind in properties, health details and metrics, such as
	 * {@code rate-limited}.
	 * @return the kebab-case name
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The scope of a fault of this kind when the evidence names no other.
	 * @return the default scope
	 */
	public FaultScope defaultScope() {
		return this.defaultScope;
	}

	/**
	 * Tells whether a fault of this kind raises the failure rate of the model.
	 * @return whether it counts against health
	 */
	public boolean countsAgainstHealth() {
		return this.countsAgainstHealth;
	}

	/**
	 * Tells whether a fault of this kind is what a server says of itself, so that it
	 * holds for everybody who asks. Faults of the other kinds may be due to the way to
	 * the server.
	 * @return whether it is the word of a server
	 */
	public boolean isWordOfServer() {
		return switch (this) {
			case RATE_LIMITED, OVERLOADED, MODEL_UNAVAILABLE, QUOTA_EXHAUSTED, AUTHENTICATION -> true;
			default -> false;
		};
	}

	/**
	 * All ids, comma-separated, for messages that tell what could have been written.
	 * @return the ids in order of declaration
	 */
	public static String ids() {
		return Stream.of(values()).map(FaultKind::id).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return this.id;
	}

}
