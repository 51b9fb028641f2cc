package net.taotoken.failover.fault.rules;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.text.Clues;
import org.jspecify.annotations.Nullable;

/**
 * Rules; the first one that matches is right. There are too many to try each of them on
 * each error: a rule is passed over unless the evidence holds one of its clues. Which
 * rules know a clue is kept as a set of bits, the first rule's being the lowest.
 */
final class RuleTable {

	private final List<FaultRule> rules;

	/** The rules that may match without a clue. */
	private final long[] always;

	private final long[] @Nullable [] byClue;

	/**
	 * Create a table.
	 * @param rules the rules in their order
	 */
	RuleTable(List<FaultRule> rules) {
		this.rules = List.copyOf(rules);
		this.always = new long[rules.size() / Long.SIZE + 1];
		int[] frequencies = frequencies(rules);
		this.byClue = new long[frequencies.length][];
		for (int i = 0; i < rules.size(); i++) {
			Clues clues = rules.get(i).condition().clues();
			if (clues == null) {
				add(this.always, i);
			}
			else {
				for (int[] set : clues.sets()) {
					add(withClue(rarest(set, frequencies)), i);
				}
			}
		}
	}

	private static int[] frequencies(List<FaultRule> rules) {
		int[] clues = rules.stream()
			.map((rule) -> rule.condition().clues())
			.filter(Objects::nonNull)
			.flatMap((ofRule) -> ofRule.sets().stream())
			.flatMapToInt(Arrays::stream)
			.toArray();
		int[] frequencies = new int[Arrays.stream(clues).max().orElse(0) + 1];
		Arrays.stream(clues).forEach((clue) -> frequencies[clue]++);
		return frequencies;
	}

	private static int rarest(int[] clues, int[] frequencies) {
		return Arrays.stream(clues).boxed().min(Comparator.comparingInt((clue) -> frequencies[clue])).orElseThrow();
	}

	private long[] withClue(int clue) {
		long[] rules = this.byClue[clue];
		if (rules == null) {
			rules = new long[this.always.length];
			this.byClue[clue] = rules;
		}
		return rules;
	}

	private static void add(long[] rules, int rule) {
		rules[rule / Long.SIZE] |= 1L << rule;
	}

	@Nullable FaultRule firstMatch(ErrorEvidence evidence) {
		FaultRule match = firstMatch(evidence, candidates(evidence));
		assert Objects.equals(match, firstOfAll(evidence)) : match;
		return match;
	}

	private @Nullable FaultRule firstMatch(ErrorEvidence evidence, long[] candidates) {
		for (int i = 0; i < candidates.length; i++) {
			for (long left = candidates[i]; left != 0; left &= left - 1) {
				FaultRule rule = this.rules.get(i * Long.SIZE + Long.numberOfTrailingZeros(left));
				if (rule.matches(evidence)) {
					return rule;
				}
			}
		}
		return null;
	}

	private @Nullable FaultRule firstOfAll(ErrorEvidence evidence) {
		return this.rules.stream().filter((rule) -> rule.matches(evidence)).findFirst().orElse(null);
	}

	private long[] candidates(ErrorEvidence evidence) {
		long[] candidates = this.always.clone();
		evidence.forEachClue((clue) -> {
			long[] rules = (clue < this.byClue.length) ? this.byClue[clue] : null;
			for (int i = 0; rules != null && i < rules.length; i++) {
				candidates[i] |= rules[i];
			}
		});
		return candidates;
	}

}
