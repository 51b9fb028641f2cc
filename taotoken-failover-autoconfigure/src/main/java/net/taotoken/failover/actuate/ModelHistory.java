package net.taotoken.failover.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The results of the attempts on one model in the last five minutes, in slots of five
 * seconds. Safe for use by many threads; two that begin a slot at once may lose a count.
 */
final class ModelHistory {

	static final int SLOTS = 60;

	static final Duration SLOT = Duration.ofSeconds(5);

	private static final long SLOT_IN_NANOS = SLOT.toNanos();

	private final TimeSource time;

	private final AtomicReferenceArray<@Nullable Slot> slots = new AtomicReferenceArray<>(SLOTS);

	ModelHistory(TimeSource time) {
		this.time = time;
	}

	void answered(Duration latency) {
		Slot slot = current();
		slot.answered.increment();
		slot.nanos.add(latency.toNanos());
	}

	void failed() {
		current().failed.increment();
	}

	private Slot current() {
		long index = index();
		int place = place(index);
		Slot slot = this.slots.get(place);
		if (slot == null || slot.index != index) {
			slot = new Slot(index);
			this.slots.set(place, slot);
		}
		return slot;
	}

	/**
	 * Lists with one element a slot, the latest last. Where nothing was answered, there
	 * is no latency.
	 */
	Map<String, Object> write() {
		List<Long> answered = new ArrayList<>();
		List<Long> failed = new ArrayList<>();
		List<@Nullable Long> millis = new ArrayList<>();
		long last = index();
		for (long index = last - SLOTS + 1; index <= last; index++) {
			Slot slot = this.slots.get(place(index));
			boolean current = slot != null && slot.index == index;
			answered.add(current ? slot.answered.sum() : 0);
			failed.add(current ? slot.failed.sum() : 0);
			millis.add(current ? slot.millis() : null);
		}
		Map<String, Object> history = new LinkedHashMap<>();
		history.put("slotSeconds", SLOT.toSeconds());
		history.put("answered", answered);
		history.put("failed", failed);
		history.put("millis", millis);
		return history;
	}

	private long index() {
		return Math.floorDiv(this.time.nanoTime(), SLOT_IN_NANOS);
	}

	private static int place(long index) {
		return (int) Math.floorMod(index, (long) SLOTS);
	}

	private static final class Slot {

		private final long index;

		private final LongAdder answered = new LongAdder();

		private final LongAdder failed = new LongAdder();

		private final LongAdder nanos = new LongAdder();

		private Slot(long index) {
			this.index = index;
		}

		private @Nullable Long millis() {
			long count = this.answered.sum();
			return (count > 0) ? this.nanos.sum() / count / 1_000_000 : null;
		}

	}

}
