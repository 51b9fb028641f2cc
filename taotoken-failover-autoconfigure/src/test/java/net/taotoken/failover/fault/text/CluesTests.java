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
		assertThat(Place.CODES.clue(8)).isNotIn(Stream.of(Place.values()).map((place) -> place.clue(7)).toList());
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
	void groupLeavesThePartsOfEachAlternative() {
		Clues clues = requireNonNull(new Phrases("(x|y)?(abc|(de|fg))").clues(Place.MESSAGE));
		assertThat(sets(clues)).containsExactly(part("abc"), part("de"), part("fg"));
	}

	private static List<Integer> part(String text) {
		return List.of(Place.MESSAGE.clue(Part.of(text).number()));
	}

	private static List<List<Integer>> sets(Clues clues) {
		return clues.sets().stream().map(CluesTests::boxed).toList();
	}

	private static List<Integer> boxed(int[] set) {
		return Arrays.stream(set).boxed().toList();
	}

}
