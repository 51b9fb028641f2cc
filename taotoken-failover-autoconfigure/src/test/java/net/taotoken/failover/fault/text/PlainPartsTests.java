package net.taotoken.failover.fault.text;

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

	@Test
	void longestPartTellsMost() {
		assertThat(PlainParts.of("(x|y)余(z)abc").longest()).isEqualTo(Part.of("abc").number());
	}

}
