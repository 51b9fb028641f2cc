package net.taotoken.failover.fault.text;

import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A text that is searched for hundreds of phrases. It is searched once for the plain
 * parts of all of them, which rules out most phrases. For use by one thread.
 */
public final class SearchedText {

	private final String value;

	/** The finder that has searched the text, or {@code null} if none has. */
	private @Nullable PartFinder finder;

	private long[] found = {};

	public SearchedText(String value) {
		this.value = value;
	}

	public String value() {
		return this.value;
	}

	/**
	 * Tells whether a part is somewhere in this text.
	 * @param number the number of the part
	 */
	boolean contains(int number) {
		return (found()[number / Long.SIZE] & 1L << number) != 0;
	}

	/**
	 * Hand on the number of each part that is in this text.
	 */
	public void forEachPart(IntConsumer consumer) {
		long[] found = found();
		for (int i = 0; i < found.length; i++) {
			for (long left = found[i]; left != 0; left &= left - 1) {
				consumer.accept(i * Long.SIZE + Long.numberOfTrailingZeros(left));
			}
		}
	}

	private long[] found() {
		PartFinder latest = Parts.finder();
		if (this.finder != latest) {
			this.finder = latest;
			this.found = latest.find(this.value);
		}
		return this.found;
	}

}
