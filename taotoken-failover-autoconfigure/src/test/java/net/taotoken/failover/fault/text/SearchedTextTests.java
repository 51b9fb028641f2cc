package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.text.SearchedText.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SearchedText}.
 */
class SearchedTextTests {

	@Test
	void partIsFoundWhereItStands() {
		SearchedText text = new SearchedText("abxbc");
		assertThat(text.contains(new Part("bxb"))).isTrue();
		assertThat(text.contains(new Part("abc"))).isFalse();
		assertThat(text.contains(new Part("x"))).isTrue();
		assertThat(text.contains(new Part("y"))).isFalse();
	}

	@Test
	void textHoldsItsOwnPairsAndFewOthers() {
		SearchedText text = new SearchedText("ab");
		assertThat(text.mayHold(pair("ab"))).isTrue();
		assertThat(text.mayHold(pair("ba"))).isFalse();
		assertThat(text.contains(new Part("ab"))).isTrue();
		assertThat(text.contains(new Part("ba"))).isFalse();
		assertThat(text.contains(new Part("bb"))).isFalse();
		assertThat(text.contains(new Part("aba"))).isFalse();
		assertThat(text.mayHold(SearchedText.ANY_PAIR)).isTrue();
	}

	@Test
	void pairsInAnotherOrderDoNotTellOfAPart() {
		assertThat(new SearchedText("bcxab").contains(new Part("abc"))).isFalse();
		assertThat(new SearchedText("bcxabc").contains(new Part("abc"))).isTrue();
		assertThat(new SearchedText("xyz").contains(new Part("余"))).isFalse();
	}

	@Test
	void everyPairIsHandedOnOnce() {
		List<Integer> pairs = new ArrayList<>();
		new SearchedText("abab余b").forEachPair(pairs::add);
		assertThat(pairs).containsExactlyInAnyOrder(pair("ab"), pair("ba"), pair("b余"), pair("余b"));
		assertThat(pairs).allMatch((pair) -> pair >= 0 && pair < SearchedText.ANY_PAIR);
	}

	private static int pair(String text) {
		return new Part(text).pairs()[0];
	}

}
