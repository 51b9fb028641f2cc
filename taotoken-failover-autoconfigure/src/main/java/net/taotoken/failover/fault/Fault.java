package net.taotoken.failover.fault;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The reason why an attempt failed. It is safe to show: it never holds a key, a prompt,
 * an answer, or text that a server wrote, except for an error code of harmless form.
 *
 * @param kind what went wrong
 * @param scope what it says something about
 * @param proven whether it is proven whose fault it is. A fault that is not proven is the
 * word of one model: it ends no call, and takes no other model out, before one other
 * model has said the same
 * @param retryAfter the wait that the server asked for, never negative, or {@code null}
 * @param status the HTTP status, or {@code null} if there was no HTTP answer
 * @param code the error code of the server, or {@code null}
 * @param hint a remark of ours for operators, or {@code null}
 * @param advice what the server advised to do next, or {@code null}; set only where such
 * hints are obeyed
 * @param lacks what the model lacks for the request, or {@code null} if that is not
 * known; set only for {@link FaultKind#UNSUPPORTED}. {@link Feature#HISTORY} concerns
 * this conversation alone; everything else holds for each request that asks for the same
 * @since 0.1.0
 */
public record Fault(FaultKind kind, FaultScope scope, boolean proven, @Nullable Duration retryAfter,
		@Nullable Integer status, @Nullable String code, @Nullable String hint, @Nullable Reaction advice,
		@Nullable MissingFeature lacks) implements Serializable {

	public Fault {
		if (retryAfter != null && retryAfter.isNegative()) {
			retryAfter = Duration.ZERO;
		}
	}

	/**
	 * A proven fault of the given kind, with the default scope of the kind and nothing
	 * else known.
	 * @param kind the kind
	 * @return the fault
	 */
	public static Fault of(FaultKind kind) {
		return of(kind, kind.defaultScope());
	}

	/**
	 * A proven fault of the given kind and scope, with nothing else known.
	 * @param kind the kind
	 * @param scope the scope
	 * @return the fault
	 */
	public static Fault of(FaultKind kind, FaultScope scope) {
		return new Fault(kind, scope, true, null, null, null, null, null, null);
	}

	/**
	 * This fault as the word of one model only.
	 * @return a copy that is not proven
	 */
	public Fault unproven() {
		return new Fault(this.kind, this.scope, false, this.retryAfter, this.status, this.code, this.hint, this.advice,
				this.lacks);
	}

	/**
	 * This fault after another model has said the same.
	 * @return a copy that is proven
	 */
	public Fault confirmed() {
		return this.proven ? this : new Fault(this.kind, this.scope, true, this.retryAfter, this.status, this.code,
				this.hint, this.advice, this.lacks);
	}

	/**
	 * This fault with another scope.
	 * @param scope what it says something about
	 * @return a copy
	 */
	public Fault withScope(FaultScope scope) {
		return new Fault(this.kind, scope, this.proven, this.retryAfter, this.status, this.code, this.hint, this.advice,
				this.lacks);
	}

	/**
	 * This fault with another wait.
	 * @param retryAfter the wait that the server asked for
	 * @return a copy
	 */
	public Fault withRetryAfter(@Nullable Duration retryAfter) {
		return new Fault(this.kind, this.scope, this.proven, retryAfter, this.status, this.code, this.hint, this.advice,
				this.lacks);
	}

	/**
	 * This fault with another HTTP status.
	 * @param status the HTTP status, or {@code null} if there was no HTTP answer
	 * @return a copy
	 */
	public Fault withStatus(@Nullable Integer status) {
		return new Fault(this.kind, this.scope, this.proven, this.retryAfter, status, this.code, this.hint, this.advice,
				this.lacks);
	}

	/**
	 * This fault with another remark.
	 * @param hint the remark, which must not hold text from a request or a server
	 * @return a copy
	 */
	public Fault withHint(@Nullable String hint) {
		return new Fault(this.kind, this.scope, this.proven, this.retryAfter, this.status, this.code, hint, this.advice,
				this.lacks);
	}

	/**
	 * This fault with advice what to do next.
	 * @param advice what to do, or {@code null} to leave that to the policy of the kind
	 * @return a copy
	 */
	public Fault withAdvice(@Nullable Reaction advice) {
		return new Fault(this.kind, this.scope, this.proven, this.retryAfter, this.status, this.code, this.hint, advice,
				this.lacks);
	}

	/**
	 * This fault without the error code.
	 * @return a copy
	 */
	public Fault withoutCode() {
		return new Fault(this.kind, this.scope, this.proven, this.retryAfter, this.status, null, this.hint, this.advice,
				this.lacks);
	}

	/**
	 * This fault with another thing that the model lacks.
	 * @param lacks what the model lacks for the request, or {@code null} if that is not
	 * known
	 * @return a copy
	 */
	public Fault withLacks(@Nullable MissingFeature lacks) {
		return new Fault(this.kind, this.scope, this.proven, this.retryAfter, this.status, this.code, this.hint,
				this.advice, lacks);
	}

	/**
	 * This fault in a few words, such as {@code rate-limited (429, rate_limit_exceeded)}.
	 * @return a text for messages and logs
	 */
	public String describe() {
		StringBuilder text = new StringBuilder(this.kind.id());
		if (this.status != null || this.code != null) {
			text.append(" (");
			text.append((this.status != null) ? this.status : "");
			text.append((this.status != null && this.code != null) ? ", " : "");
			text.append((this.code != null) ? this.code : "");
			text.append(')');
		}
		if (this.hint != null) {
			text.append(": ").append(this.hint);
		}
		return text.toString();
	}

}
