package net.taotoken.failover.fault;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One thing that must be so for a rule to apply.
 */
@FunctionalInterface
interface Condition {

	boolean holds(ErrorEvidence evidence);

	default Condition and(Condition other) {
		return (evidence) -> holds(evidence) && other.holds(evidence);
	}

	default Condition or(Condition other) {
		return (evidence) -> holds(evidence) || other.holds(evidence);
	}

	default FaultRule then(FaultKind kind) {
		return new FaultRule(this, kind, kind.defaultScope(), null);
	}

	default FaultRule then(FaultKind kind, FaultScope scope) {
		return new FaultRule(this, kind, scope, null);
	}

	static Condition not(Condition condition) {
		return (evidence) -> !condition.holds(evidence);
	}

	static Condition status(Integer... statuses) {
		Set<Integer> wanted = Set.of(statuses);
		return (evidence) -> wanted.contains(evidence.status());
	}

	static Condition statusClass(int hundreds) {
		return (evidence) -> evidence.status() / 100 == hundreds;
	}

	/**
	 * The message holds one of some phrases.
	 * @param phrases regular expressions, for text in the form of {@link MessageText}
	 * @return the condition
	 */
	static Condition message(String... phrases) {
		Phrases wanted = new Phrases(phrases);
		return (evidence) -> wanted.isIn(evidence.searchedText());
	}

	static Condition shape(BodyShape shape) {
		return (evidence) -> evidence.shape() == shape;
	}

	static Condition ownEnvelope() {
		return ErrorEvidence::ownEnvelope;
	}

	static Condition baseResp() {
		return (evidence) -> evidence.found().baseResp();
	}

	/**
	 * Neither a type nor a code other than a status, as suppliers always give one.
	 * @return the condition
	 */
	static Condition noWords() {
		return (evidence) -> evidence.types().isEmpty() && evidence.codes().stream().allMatch(EmbeddedStatus::isStatus);
	}

	static Condition code(String... codes) {
		return anyOf(ErrorEvidence::codeWords, codes);
	}

	static Condition codeLike(String... parts) {
		return anyLike(ErrorEvidence::codeWords, parts);
	}

	static Condition type(String... types) {
		return anyOf(ErrorEvidence::typeWords, types);
	}

	static Condition typeLike(String... parts) {
		return anyLike(ErrorEvidence::typeWords, parts);
	}

	static Condition codeOrType(String... words) {
		return code(words).or(type(words));
	}

	private static Condition anyOf(Function<ErrorEvidence, SearchedText[]> source, String... values) {
		Set<String> words = Arrays.stream(values).map(ErrorEvidence::word).collect(Collectors.toUnmodifiableSet());
		return any(source, (word) -> words.contains(word.value()));
	}

	private static Condition anyLike(Function<ErrorEvidence, SearchedText[]> source, String... parts) {
		return any(source, new Phrases(parts)::isIn);
	}

	private static Condition any(Function<ErrorEvidence, SearchedText[]> source, Predicate<SearchedText> wanted) {
		return (evidence) -> {
			for (SearchedText word : source.apply(evidence)) {
				if (wanted.test(word)) {
					return true;
				}
			}
			return false;
		};
	}

}
