package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import net.taotoken.failover.fault.text.Clues.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link Phrases}.
 */
class PhrasesTests {

	private static final List<String> TEXTS = List.of("", "too many requests", "exceed the max", "exceeds the max",
			"credits are gone", "credit are gone", "token quota exhausted", "tokn quota exhausted", "模型 m 不存在", "模型不存在",
			"需充值", "需要充值", "b", "ab", "c", "a.b", "axb", "x (y) z", "rpm", "the rpm limit", "rpms");

	@ParameterizedTest
	@MethodSource("phrases")
	void phraseIsFoundWhereverTheRegularExpressionIs(String phrase) {
		for (String text : TEXTS) {
			Phrases phrases = new Phrases("no such text", phrase);
			boolean expected = Pattern.compile(phrase).matcher(text).find();
			assertThat(phrases.isIn(new SearchedText(text))).as(text).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a", "a{2", "(a", "a)" })
	void slipInAnExpressionIsRefused(String expression) {
		assertThatThrownBy(() -> new Phrases(expression)).isInstanceOf(PatternSyntaxException.class);
	}

	@ParameterizedTest
	@MethodSource("phrases")
	void textWithThePhraseHoldsItsClues(String phrase) {
		Clues clues = new Phrases(phrase).clues(Place.CODES);
		for (String text : TEXTS) {
			if (clues != null && Pattern.compile(phrase).matcher(text).find()) {
				assertThat(clues.sets()).as(text).anyMatch((set) -> parts(text).containsAll(boxed(set)));
			}
		}
	}

	@Test
	void oneOfSeveralPhrasesIsEnough() {
		assertThat(requireNonNull(new Phrases("ab", "rpm").clues(Place.CODES)).sets()).hasSize(2);
		assertThat(new Phrases("(a\\.b|rpms)?y|(ab|cd)x?").clues(Place.CODES)).isNull();
		assertThat(new Phrases("(ab|[cd])x?").clues(Place.CODES)).isNull();
		assertThat(new Phrases("ab", ".").clues(Place.CODES)).isNull();
	}

	@Test
	void matcherIsMadeOnlyWhereThePhraseMayBe() {
		Phrase phrase = Phrase.of("wait (\\d+) seconds");
		assertThat(phrase.matcher(new SearchedText("come back"))).isNull();
		assertThat(phrase.matcher(new SearchedText("wait 10 seconds"))).matches(Matcher::find);
	}

	@Test
	void phraseThatTheTextHoldsIsNotMissedRightly() {
		assertThat(Phrase.of("a.c").isMissedRightly(new SearchedText("abc"))).isFalse();
		assertThat(Phrase.of("a.c").isMissedRightly(new SearchedText("abd"))).isTrue();
	}

	private static List<Integer> parts(String text) {
		List<Integer> parts = new ArrayList<>();
		new SearchedText(text).forEachPart((part) -> parts.add(Place.CODES.clue(part)));
		return parts;
	}

	private static List<Integer> boxed(int[] set) {
		return Arrays.stream(set).boxed().toList();
	}

	private static List<String> phrases() {
		return List.of("too many requests", "exceeds? the", "credits? (are|is)", "tok[ae]?n? quota",
				"模型.{0,3}(不存在|未找到)", "需要?充值", "(模型|model)", "a|c", "(a|b)b", "ab*", "ab{0,1}c?", "ab+", "a\\.b", "a.b",
				"\\brpm\\b", "^ab$", "x \\(y", "tokens?(?! quota)", "credits?(?= are)", "((a|x)|y)b", "(a|x)?b",
				"(a|x){0,2}b", "a \\(b\\) c", "x (?!the).*y", "cre[a-z]+ts? .{0,80}?gone", "too{1,2} many", "(ab?|x)c*",
				"(credits?|tokens?) are", "\\b(rpm|the)\\b", "(a|)b", "(r)pm", "(the|rpm) max",
				"(?<=a)x|(credits|token) (are|quota)", "(exceeds?|tokn)\\b", "^(ab|rpm)$");
	}

}
