package net.taotoken.failover.fault.text;

import java.util.regex.Matcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainParts}.
 */
class PlainPartsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			too many          | too many calls  | too few
			'(too|so) many'   | so many         | so few
			too .{0,9}many    | too very many   | too very few
			'(?:too|so) many' | so many         | as many
			'(?:too|so)'      | so              | as
			(too )?many       | many            | few
			(too )*many       | many            | few
			(too ){0,2}many   | many            | few
			many(?! calls)    | many tokens     | few calls
			many(?= calls)    | many calls      | few calls
			[ab]?many         | many            | few
			'[)|(]many'       | (many           | (few
			\\bmany           | many            | few
			quo\\.ta          | quo.ta          | quota
			many{1,9}         | many            | ma
			man+              | mann            | mxn
			余                 | 余额              | 额度
			""")
	void textWithoutThePlainPartsIsRuledOut(String expression, String possible, String impossible) {
		PlainParts parts = PlainParts.of(expression);
		assertThat(parts.mayBeIn(new SearchedText(possible))).isTrue();
		assertThat(parts.mayBeIn(new SearchedText(impossible))).isFalse();
	}

	@Test
	void oneOfTheAlternativesIsEnough() {
		PlainParts parts = PlainParts.of("many|(?:so|as) few");
		assertThat(parts.mayBeIn(new SearchedText("many"))).isTrue();
		assertThat(parts.mayBeIn(new SearchedText("as few"))).isTrue();
		assertThat(parts.mayBeIn(new SearchedText("as if"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", ".", "a|bc", "a?b", "a.b", "(a|bc)", "(?!abc)", "[abc]", "\\d" })
	void expressionThatMayBeInAnyTextRulesNoneOut(String expression) {
		PlainParts parts = PlainParts.of(expression);
		assertThat(parts.mayBeIn(new SearchedText("xyz"))).isTrue();
		assertThat(parts.longest()).isEqualTo(PlainParts.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "too many, true", "余, true", "a, false", "too.many, false", "(many), false", "many(?!x), false",
			"too|many, false", "too\\.many, false", "many?, false" })
	void plainTextNeedsNoRegularExpression(String expression, boolean isAll) {
		assertThat(PlainParts.of(expression).isAll()).isEqualTo(isAll);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			too many            ; not too many    ; 4
			(too|so) many       ; not so many     ; 4
			(too|(?:so|as)) few ; so few, too few ; 0
			too|as few          ; is as few       ; 3
			too+ many           ; not tooo many   ; 4
			too?many            ; not tomany      ; 4
			(too )?many         ; not too many    ; 0
			(to|a) many         ; not to many     ; 0
			.too                ; not too         ; 0
			\\btoo              ; not too         ; 0
			(?!x)too            ; not too         ; 0
			a?bc                ; x abc           ; 0
			余额                  ; 的余额             ; 1
			""")
	void matchStartsNoEarlierThanTheTextItStartsWith(String expression, String text, int start) {
		SearchedText searched = new SearchedText(text);
		assertThat(PlainParts.of(expression).earliestStart(searched)).isEqualTo(start);
		assertThat(Phrase.of(expression).matcher(searched)).matches(Matcher::find);
	}

	@Test
	void longestPartTellsMost() {
		assertThat(PlainParts.of("(x|y)余(z)abc").longest()).isEqualTo(Part.of("abc").number());
	}

}
