package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PartFinder}.
 */
class PartFinderTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "", "a", "ab", "abc", "xabcx", "bcabd", "余", "a余额b", "abababcab", "\u0000ab", "ab\u0000c" })
	void partsAreFoundAsByStrings(String text) {
		List<Part> parts = parts(List.of("ab", "abc", "bc", "abab", "ababc", "余", "余额", "a余", "额b", "xa", "cx"));
		assertThat(found(parts, text)).isEqualTo(held(parts, text));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void partsOfAnyTextAreFoundAsByStrings(long seed) {
		Random random = new Random(seed);
		Set<String> words = new LinkedHashSet<>();
		while (words.size() < 1500) {
			String word = text(random, 1 + random.nextInt(6));
			if (Part.isTelling(word)) {
				words.add(word);
			}
		}
		List<Part> parts = parts(List.copyOf(words));
		for (int i = 0; i < 50; i++) {
			String text = text(random, random.nextInt(200));
			assertThat(found(parts, text)).as(text).isEqualTo(held(parts, text));
		}
	}

	@Test
	void partThatIsInNearlyEveryTextIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Part("", 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Part("a", 0));
	}

	@Test
	void samePartIsThereOnce() {
		assertThat(Part.of("same part")).isSameAs(Part.of("same part"));
		assertThat(Part.of("same part").number()).isNotEqualTo(Part.of("other part").number());
	}

	private static String text(Random random, int length) {
		String letters = "aabbcde 余额模型";
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append(letters.charAt(random.nextInt(letters.length())));
		}
		return text.toString();
	}

	private static List<Part> parts(List<String> texts) {
		List<Part> parts = new ArrayList<>();
		texts.forEach((text) -> parts.add(new Part(text, parts.size())));
		return parts;
	}

	private static List<Part> held(List<Part> parts, String text) {
		return parts.stream().filter((part) -> text.contains(part.text())).toList();
	}

	private static List<Part> found(List<Part> parts, String text) {
		long[] found = new PartFinder(parts).find(text);
		return parts.stream().filter((part) -> (found[part.number() / Long.SIZE] & 1L << part.number()) != 0).toList();
	}

}
