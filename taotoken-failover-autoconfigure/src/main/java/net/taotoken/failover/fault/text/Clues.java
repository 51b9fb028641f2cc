package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The clues that have to be in the evidence for a condition to hold: all clues of one of
 * some sets. A clue is a number that stands for a plain text in some place, or for a
 * status.
 *
 * @param sets the sets; none is empty
 */
public record Clues(List<int[]> sets) {

	/**
	 * The places in which clues are looked for.
	 */
	public enum Place {

		MESSAGE(0), CODES(1), TYPES(2), STATUS(3);

		private static final int PLACES = values().length;

		private final int index;

		Place(int index) {
			this.index = index;
		}

		/**
		 * The clue for what was found in this place.
		 * @param number the number of a part, or the status
		 */
		public int clue(int number) {
			return number * PLACES + this.index;
		}

	}

	public static Clues ofStatuses(Integer... statuses) {
		return new Clues(Stream.of(statuses).map((status) -> new int[] { Place.STATUS.clue(status) }).toList());
	}

	/**
	 * The clues that one of some words, or one that matches an expression, leaves behind.
	 * @return the clues, or {@code null} if at least one of the words can match without
	 * leaving a clue
	 */
	static @Nullable Clues ofTexts(Place place, List<PlainParts> texts) {
		List<int[]> sets = new ArrayList<>();
		for (PlainParts text : texts) {
			List<int[]> ofText = setsOf(text);
			if (ofText.isEmpty()) {
				return null;
			}
			ofText.forEach((parts) -> sets.add(Arrays.stream(parts).map(place::clue).toArray()));
		}
		return new Clues(sets);
	}

	public static @Nullable Clues either(@Nullable Clues one, @Nullable Clues other) {
		return (one != null && other != null)
				? new Clues(Stream.of(one, other).flatMap((clues) -> clues.sets.stream()).toList()) : null;
	}

	// the plain text that is always there, else that of the first group which has some
	// in each of its alternatives
	private static List<int[]> setsOf(PlainParts text) {
		int[] always = Stream.of(text.all()).mapToInt(Part::number).toArray();
		if (always.length > 0) {
			return List.of(always);
		}
		for (PlainParts[] alternatives : text.choices()) {
			List<List<int[]>> sets = Stream.of(alternatives).map(Clues::setsOf).toList();
			if (sets.stream().noneMatch(List::isEmpty)) {
				return sets.stream().flatMap(List::stream).toList();
			}
		}
		return List.of();
	}

}
