package net.taotoken.failover.fault.text;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageText} and {@link Sentences}.
 */
class MessageTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			Rate LIMIT        | rate limit
			"it`s\tall\ngone" | "it's all gone"
			can’t ‘do’ it     | "can't 'do' it"
			餘額不足，帳戶無權       | 余额不足,账户无权
			ＲＰＭ　①            | rpm 1
			İstanbul          | i̇stanbul
			""")
	void messageIsBroughtIntoTheFormOfPhrases(String message, String normal) {
		assertThat(MessageText.normalize(message)).isEqualTo(normal);
	}

	@Test
	void dotEndsASentenceOnlyBeforeASpace() {
		assertThat(sentences("Model gpt-4.1 is gone. Use (gpt-5.) Now!\nOr wait 1.5 s; then retry"))
			.containsExactly("model gpt-4.1 is gone", "use (gpt-5", "now", "or wait 1.5 s", " then retry");
		assertThat(sentences("余额不足。请充值")).containsExactly("余额不足", "请充值");
	}

	@Test
	void restOfALongMessageIsOneSentence() {
		assertThat(sentences("a. ".repeat(1000))).hasSize(64).last().asString().startsWith("a. a. ");
	}

	private static Stream<String> sentences(String message) {
		return Stream.of(Sentences.of(message)).map(SearchedText::value);
	}

}
