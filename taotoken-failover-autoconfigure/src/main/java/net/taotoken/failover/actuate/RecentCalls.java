package net.taotoken.failover.actuate;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.taotoken.failover.engine.call.CallTrace;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The last hundred calls, and the last hundred before them that had trouble: under load,
 * the good calls would else push out the interesting ones within a second. Adding a call
 * takes no lock. Safe for use by many threads.
 */
final class RecentCalls {

	static final int KEPT = 100;

	private final TimeSource time;

	private final long firstTick;

	private final Instant firstInstant;

	private final Ring latest = new Ring();

	private final Ring troubled = new Ring();

	private final AtomicLong ids = new AtomicLong();

	RecentCalls(TimeSource time) {
		this.time = time;
		this.firstTick = time.nanoTime();
		this.firstInstant = time.instant();
	}

	void add(CallTrace trace) {
		Numbered pushedOut = this.latest.add(new Numbered(this.ids.incrementAndGet(), trace));
		if (pushedOut != null && (pushedOut.trace().isUnderWay() || pushedOut.hasTrouble())) {
			this.troubled.add(pushedOut);
		}
	}

	List<Map<String, Object>> latest(int most) {
		long now = this.time.nanoTime();
		return Stream.concat(this.latest.all(), this.troubled.all())
			.distinct()
			.sorted(Comparator.comparingLong(Numbered::id).reversed())
			.limit(most)
			.map((call) -> CallDetails.of(call.id(), call.trace(), instant(call.trace().startedAt()), now))
			.toList();
	}

	// by one origin for all calls, so that the same call is shown with the same time
	private Instant instant(long tick) {
		return this.firstInstant.plusNanos(tick - this.firstTick);
	}

	/**
	 * A call and its number.
	 *
	 * @param id the number, which counts the calls
	 * @param trace what it has been through
	 */
	private record Numbered(long id, CallTrace trace) {

		boolean hasTrouble() {
			return this.trace.failure() != null || this.trace.steps().stream().anyMatch((step) -> step.fault() != null);
		}

	}

	private static final class Ring {

		private final AtomicReferenceArray<@Nullable Numbered> calls = new AtomicReferenceArray<>(KEPT);

		private final AtomicLong added = new AtomicLong();

		@Nullable Numbered add(Numbered call) {
			return this.calls.getAndSet((int) (this.added.getAndIncrement() % KEPT), call);
		}

		Stream<Numbered> all() {
			return IntStream.range(0, KEPT).mapToObj(this.calls::get).filter(Objects::nonNull);
		}

	}

}
