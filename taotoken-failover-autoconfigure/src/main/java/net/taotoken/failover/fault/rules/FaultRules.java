package net.taotoken.failover.fault.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.ErrorResponse.Headers;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.fault.evidence.ErrorBodyParser;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.evidence.SafeErrorCode;
import net.taotoken.failover.fault.retryafter.AllowanceParser;
import net.taotoken.failover.fault.retryafter.RetryAfterParser;
import net.taotoken.failover.fault.retryafter.ServerAdvice;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an error answer means. The order of evidence is: the user's mappings, the
 * error code, the error type, then the status and the message. Immutable; may be used by
 * many threads at once.
 */
public final class FaultRules {

	private static final FaultRules STANDARD = new FaultRules(List.of(), false);

	private final List<FaultMapping> mappings;

	private final boolean obeyingHints;

	private FaultRules(List<FaultMapping> mappings, boolean obeyingHints) {
		this.mappings = mappings;
		this.obeyingHints = obeyingHints;
	}

	/**
	 * The built-in rules, without mappings and without regard to what servers advise.
	 * @return the rules
	 */
	public static FaultRules standard() {
		return STANDARD;
	}

	/**
	 * These rules with other mappings.
	 * @param mappings the mappings, tried in their order before everything else
	 * @return a copy
	 */
	public FaultRules withMappings(List<FaultMapping> mappings) {
		return new FaultRules(List.copyOf(mappings), this.obeyingHints);
	}

	/**
	 * These rules with or without regard to what servers advise: the fields
	 * {@code action} and {@code retryable} of an error body, and the header
	 * {@code x-should-retry}. Off by default.
	 * @param obeyingHints whether such advice is handed on as {@link Fault#advice()}
	 * @return a copy
	 */
	public FaultRules obeyingHints(boolean obeyingHints) {
		return new FaultRules(this.mappings, obeyingHints);
	}

	/**
	 * The fault that an answer tells of. A success that holds no error is an
	 * {@link FaultKind#INVALID_RESPONSE}. Never throws because of what a server wrote.
	 * @param response the answer
	 * @param now the time, for waits that are given as dates
	 * @return the fault
	 */
	public Fault classify(ErrorResponse response, Instant now) {
		return classify(response, ErrorBodyParser.parse(response), now);
	}

	/**
	 * The error inside an answer that came as a success, if there is one.
	 * @param response the answer, or one event of a stream
	 * @param now the time, for waits that are given as dates
	 * @return the fault, or {@code null} if the body is not meant as an error
	 */
	public @Nullable Fault findFault(ErrorResponse response, Instant now) {
		ErrorEvidence evidence = ErrorBodyParser.parse(response);
		return evidence.foundError() ? classify(response, evidence, now) : null;
	}

	/**
	 * The rest of a limit of requests or tokens, as a good answer announces it.
	 * @param headers the headers of the answer
	 * @param clock tells the time, and is asked only where a date is given
	 * @return what is left, or {@code null} if nothing is announced
	 */
	public @Nullable Allowance findAllowance(Headers headers, InstantSource clock) {
		return AllowanceParser.parse(headers, clock);
	}

	private Fault classify(ErrorResponse response, ErrorEvidence evidence, Instant now) {
		FaultRule rule = BuiltInRules.firstMatch(evidence);
		FaultKind mapped = mappedKind(evidence);
		FaultKind kind = (mapped != null) ? mapped : rule.kind();
		boolean builtIn = kind == rule.kind();
		FaultScope scope = builtIn ? scope(rule, evidence) : kind.defaultScope();
		boolean proven = mapped != null || scope != rule.scope() || rule.proof().holds(evidence);
		String hint = (builtIn && scope == rule.scope()) ? rule.hint() : null;
		Duration retryAfter = RetryAfterParser.parse(kind, response.headers(), evidence, now);
		Reaction advice = this.obeyingHints ? ServerAdvice.read(response.headers(), evidence.found(), scope) : null;
		MissingFeature lacks = builtIn ? rule.lacks().apply(evidence) : null;
		return new Fault(kind, scope, proven, retryAfter, response.status(), SafeErrorCode.first(evidence.codes()),
				hint, advice, lacks);
	}

	private @Nullable FaultKind mappedKind(ErrorEvidence evidence) {
		for (FaultMapping mapping : this.mappings) {
			if (mapping.matches(evidence)) {
				return mapping.fault();
			}
		}
		return null;
	}

	// What a server behind the gateway says of an account is not about the caller's own.
	private static FaultScope scope(FaultRule rule, ErrorEvidence evidence) {
		boolean foreign = rule.scope() == FaultScope.ACCOUNT && (evidence.relayed() || evidence.nestedGateway());
		return foreign ? FaultScope.MODEL : rule.scope();
	}

}
