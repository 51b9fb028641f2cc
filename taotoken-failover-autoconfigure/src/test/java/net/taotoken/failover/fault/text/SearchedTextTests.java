package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SearchedText}.
 */
class SearchedTextTests {

	@Test
	void partIsFoundWhereItStands() {
		int bxb = number("bxb");
		int abc = number("abc");
		SearchedText text = new SearchedText("abxbc");
		assertThat(text.contains(bxb)).isTrue();
		assertThat(text.contains(abc)).isFalse();
	}

	@Test
	void partThatIsNewerThanTheSearchIsFound() {
		SearchedText text = new SearchedText("newer than the search");
		assertThat(text.contains(number("than"))).isTrue();
		assertThat(text.contains(number("newer than the"))).isTrue();
		assertThat(text.contains(number("older than the"))).isFalse();
	}

	@Test
	void everyPartIsHandedOnOnce() {
		int ab = number("ab");
		int rest = number("余");
		int absent = number("余余");
		List<Integer> parts = new ArrayList<>();
		new SearchedText("abab余b").forEachPart(parts::add);
		assertThat(parts).containsOnlyOnce(ab, rest).doesNotContain(absent).doesNotHaveDuplicates();
	}

	@Test
	void anyNumberOfPartsIsHandedOn() {
		List<Integer> numbers = new ArrayList<>();
		for (int i = 100; i < 300; i++) {
			numbers.add(number("part " + i));
		}
		List<Integer> parts = new ArrayList<>();
		new SearchedText("part 100, part 170, part 299").forEachPart(parts::add);
		numbers.retainAll(parts);
		assertThat(numbers).containsExactly(number("part 100"), number("part 170"), number("part 299"));
	}

	private static int number(String text) {
		return Part.of(text).number();
	}

}
