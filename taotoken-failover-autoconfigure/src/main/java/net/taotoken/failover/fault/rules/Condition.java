package net.taotoken.failover.fault.rules;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.evidence.BodyShape;
import net.taotoken.failover.fault.evidence.EmbeddedStatus;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.text.Clues;
import net.taotoken.failover.fault.text.Clues.Place;
import net.taotoken.failover.fault.text.MessageText;
import net.taotoken.failover.fault.text.Phrases;
import net.taotoken.failover.fault.text.SearchedText;
import org.jspecify.annotations.Nullable;

/**
 * One thing that must be so for a rule to apply.
 */
@FunctionalInterface
interface Condition {

	boolean holds(ErrorEvidence evidence);

	/**
	 * The clues that are always in the evidence when this holds.
	 * @return the clues, or {@code null} if there may be none
	 */
	default @Nullable Clues clues() {
		return null;
	}

	default Condition and(Condition other) {
		Clues clues = clues();
		return new CluedCondition((evidence) -> holds(evidence) && other.holds(evidence),
				(clues != null) ? clues : other.clues());
	}

	default Condition or(Condition other) {
		return new CluedCondition((evidence) -> holds(evidence) || other.holds(evidence),
				Clues.either(clues(), other.clues()));
	}

	default FaultRule then(FaultKind kind) {
		return FaultRule.of(this, kind, kind.defaultScope());
	}

	default FaultRule then(FaultKind kind, FaultScope scope) {
		return FaultRule.of(this, kind, scope);
	}

	static Condition not(Condition condition) {
		return (evidence) -> !condition.holds(evidence);
	}

	static Condition status(Integer... statuses) {
		Set<Integer> wanted = Set.of(statuses);
		return new CluedCondition((evidence) -> wanted.contains(evidence.status()), Clues.ofStatuses(statuses));
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
		return new CluedCondition((evidence) -> wanted.isIn(evidence.searchedText()), wanted.clues(Place.MESSAGE));
	}

	/**
	 * One sentence of the message holds a phrase of each of some groups, in any order.
	 * @param groups regular expressions, for text in the form of {@link MessageText}
	 * @return the condition
	 */
	static Condition sentence(String[]... groups) {
		Phrases[] wanted = Stream.of(groups).map(Phrases::new).toArray(Phrases[]::new);
		Clues clues = Stream.of(wanted)
			.map((phrases) -> phrases.clues(Place.MESSAGE))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return new CluedCondition((evidence) -> evidence.hasSentenceWith(wanted), clues);
	}

	static Condition shape(BodyShape shape) {
		return (evidence) -> evidence.shape() == shape;
	}

	static Condition ownEnvelope() {
		return ErrorEvidence::ownEnvelope;
	}

	/**
	 * Words that only a supplier's own error has: a type, or a code other than a status,
	 * in another envelope than the gateway's.
	 * @return the condition
	 */
	static Condition supplierEnvelope() {
		return not(ownEnvelope().or(noWords()));
	}

	/**
	 * Neither a type nor a code other than a status, as suppliers always give one.
	 * @return the condition
	 */
	static Condition noWords() {
		return (evidence) -> evidence.types().isEmpty() && evidence.codes().stream().allMatch(EmbeddedStatus::isStatus);
	}

	static Condition code(String... codes) {
		return anyOf(Place.CODES, codes);
	}

	static Condition codeLike(String... parts) {
		return anyLike(Place.CODES, parts);
	}

	static Condition type(String... types) {
		return anyOf(Place.TYPES, types);
	}

	static Condition typeLike(String... parts) {
		return anyLike(Place.TYPES, parts);
	}

	static Condition codeOrType(String... words) {
		return code(words).or(type(words));
	}

	static Condition codeOrTypeLike(String... parts) {
		return codeLike(parts).or(typeLike(parts));
	}

	/**
	 * The error names a parameter of some form.
	 * @param expression a regular expression for the whole path, with dots between names
	 * @return the condition
	 */
	static Condition param(String expression) {
		Pattern wanted = Pattern.compile(expression);
		return (evidence) -> evidence.found().param() != null && wanted.matcher(evidence.found().param()).matches();
	}

	private static Condition anyOf(Place place, String... values) {
		Set<String> words = Arrays.stream(values).map(ErrorEvidence::word).collect(Collectors.toUnmodifiableSet());
		Phrases plain = new Phrases(words.toArray(String[]::new));
		return any(place, (word) -> words.contains(word.value()), plain.clues(place));
	}

	private static Condition anyLike(Place place, String... parts) {
		Phrases wanted = new Phrases(parts);
		return any(place, wanted::isIn, wanted.clues(place));
	}

	private static Condition any(Place place, Predicate<SearchedText> wanted, @Nullable Clues clues) {
		return new CluedCondition((evidence) -> {
			for (SearchedText word : evidence.words(place)) {
				if (wanted.test(word)) {
					return true;
				}
			}
			return false;
		}, clues);
	}

	/**
	 * A condition that is known to leave clues.
	 *
	 * @param test the condition
	 * @param clues the clues, or {@code null} if it need not leave any
	 */
	record CluedCondition(Condition test, @Nullable Clues clues) implements Condition {

		@Override
		public boolean holds(ErrorEvidence evidence) {
			return this.test.holds(evidence);
		}

	}

}
