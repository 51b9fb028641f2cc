package net.taotoken.failover.fault.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import net.taotoken.failover.fault.text.Clues.Place;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Clues}.
 */
class CluesTests {

	@Test
	void sameNumberInAnotherPlaceIsAnotherClue() {
		assertThat(Stream.of(Place.values()).map((place) -> place.clue(7)).distinct()).hasSize(Place.values().length);
		assertThat(Place.MESSAGE.clue(7)).isEqualTo(7);
		assertThat(Place.CODES.clue(7)).isGreaterThan(Place.MESSAGE.clue(SearchedText.ANY_PAIR));
		assertThat(Place.STATUS.clue(999)).isLessThan(Clues.COUNT);
	}

	@Test
	void eitherOfTwoHasTheCluesOfBoth() {
		Clues one = Clues.ofStatuses(400, 404);
		Clues other = Clues.ofStatuses(500);
		assertThat(sets(requireNonNull(Clues.either(one, other)))).containsExactly(List.of(Place.STATUS.clue(400)),
				List.of(Place.STATUS.clue(404)), List.of(Place.STATUS.clue(500)));
	}

	@Test
	void eitherOfTwoMayHoldWithoutCluesIfOneMay() {
		Clues clues = Clues.ofStatuses(400);
		assertThat(Clues.either(clues, null)).isNull();
		assertThat(Clues.either(null, clues)).isNull();
	}

	@Test
	void groupLeavesThePairsOfEachAlternative() {
		Clues clues = requireNonNull(new Phrases("(x|y)?(abc|(de|fg))").clues(Place.MESSAGE));
		assertThat(sets(clues)).containsExactly(pairs("abc"), pairs("de"), pairs("fg"));
	}

	private static List<Integer> pairs(String text) {
		return boxed(new SearchedText.Part(text).pairs());
	}

	private static List<List<Integer>> sets(Clues clues) {
		return clues.sets().stream().map(CluesTests::boxed).toList();
	}

	private static List<Integer> boxed(int[] set) {
		return Arrays.stream(set).boxed().toList();
	}

}
