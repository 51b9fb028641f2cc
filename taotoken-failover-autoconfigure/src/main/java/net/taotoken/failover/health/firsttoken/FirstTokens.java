package net.taotoken.failover.health.firsttoken;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import org.jspecify.annotations.Nullable;

/**
 * The times of the first tokens of a model, by the size of the request, and the limits
 * that follow from them. Nothing is concluded from fewer than 20 answers but from those
 * that came late. Safe for use by many threads; what is done with each answer neither
 * locks nor allocates.
 *
 * @since 0.1.0
 */
public final class FirstTokens {

	private static final long NOT_AGAIN_FOR_NANOS = Duration.ofMinutes(10).toNanos();

	private static final int LONGER_PROBES = 3;

	private final Map<RequestSize, FirstTokenMemory> memories = new EnumMap<>(RequestSize.class);

	/**
	 * The number of probes in a row that were cut, each after a longer time if it is
	 * unknown why.
	 */
	private final AtomicInteger probesCut = new AtomicInteger();

	/** No attempt is given as much time as may be before this tick. */
	private volatile @Nullable Long longestNotBefore;

	/**
	 * Nothing is known yet.
	 */
	public FirstTokens() {
		for (RequestSize size : RequestSize.values()) {
			this.memories.put(size, new FirstTokenMemory());
		}
	}

	/**
	 * The limit for a first token.
	 * @param size the size of the request
	 * @param timeouts what is configured, and how far that may move
	 * @param now the current tick in nanoseconds
	 * @return the limit
	 */
	public Duration limit(RequestSize size, AttemptTimeouts timeouts, long now) {
		FirstTokenRange range = timeouts.learnt();
		if (range == null) {
			return timeouts.firstToken();
		}
		return clamped(range, timeouts, limitNanos(size, timeouts, now));
	}

	private long limitNanos(RequestSize size, AttemptTimeouts timeouts, long now) {
		FirstTokenMemory known = known(size, now);
		if (known == null) {
			return Math.max(timeouts.firstToken().toNanos(), mostRoom());
		}
		long limit = FirstTokenMemory.limit(timeouts, known.nearlyAllNanos(now));
		FirstTokenMemory own = memory(size);
		return own.isOverstrained() ? Math.min(limit, timeouts.firstToken().toNanos()) : Math.max(limit, own.room());
	}

	private static Duration clamped(FirstTokenRange range, AttemptTimeouts timeouts, long nanos) {
		if (nanos == timeouts.firstToken().toNanos()) {
			return timeouts.firstToken();
		}
		if (nanos <= range.shortest().toNanos()) {
			return range.shortest();
		}
		return (nanos >= range.longest().toNanos()) ? range.longest() : Duration.ofNanos(nanos);
	}

	private static long clampedNanos(FirstTokenRange range, long nanos) {
		return Math.max(range.shortest().toNanos(), Math.min(nanos, range.longest().toNanos()));
	}

	/**
	 * The memory of requests of a size, or of the next larger ones, whose answers begin
	 * later.
	 */
	private @Nullable FirstTokenMemory known(RequestSize size, long now) {
		for (RequestSize like = size; like != null; like = like.larger()) {
			FirstTokenMemory memory = memory(like);
			if (memory.isKnown(now)) {
				return memory;
			}
		}
		return null;
	}

	private long mostRoom() {
		long most = 0;
		for (FirstTokenMemory memory : this.memories.values()) {
			most = Math.max(most, memory.room());
		}
		return most;
	}

	/**
	 * Give an attempt more time than others, if it is to be found out whether the model
	 * is slow or hangs. Only one attempt at a time has it.
	 * @param size the size of the request
	 * @param timeouts what is configured, and how far that may move
	 * @param nanosLeft what is left of the call; the limit is at most half of it
	 * @param now the current tick in nanoseconds
	 * @return the limit of this attempt, whose outcome is to be told as that of a check;
	 * or {@code null} if it has no more time than others
	 */
	public @Nullable Duration tryCheck(RequestSize size, AttemptTimeouts timeouts, long nanosLeft, long now) {
		FirstTokenMemory memory = memory(size);
		FirstTokenRange range = timeouts.learnt();
		if (range == null || !memory.isDoubted()) {
			return null;
		}
		long limit = clampedNanos(range, limitNanos(size, timeouts, now));
		long longest = Math.min(range.longest().toNanos(), nanosLeft / 2);
		FirstTokenMemory.Step step = memory.tryStep(timeouts, range, limit, longest > limit && mayTakeLongest(now),
				now);
		if (step == null) {
			return null;
		}
		return (step == FirstTokenMemory.Step.CONFIGURED) ? timeouts.firstToken() : Duration.ofNanos(longest);
	}

	private boolean mayTakeLongest(long now) {
		Long notBefore = this.longestNotBefore;
		return notBefore == null || now - notBefore >= 0;
	}

	/**
	 * A first token has come.
	 * @param size the size of the request
	 * @param timeouts what is configured, and how far that may move
	 * @param nanos how long it took
	 * @param check whether the attempt was given more time than others
	 * @param now the current tick in nanoseconds
	 */
	public void answered(RequestSize size, AttemptTimeouts timeouts, long nanos, boolean check, long now) {
		FirstTokenRange range = timeouts.learnt();
		if (range != null) {
			if (this.probesCut.get() != 0) {
				this.probesCut.set(0);
			}
			FirstTokenMemory memory = memory(size);
			long limit = memory.isDoubted() ? clampedNanos(range, limitNanos(size, timeouts, now)) : Long.MAX_VALUE;
			memory.answered(timeouts, nanos, limit, check, now);
		}
	}

	/**
	 * No first token has come in time.
	 * @param size the size of the request
	 * @param timeouts what is configured, and how far that may move
	 * @param nanos how long it was waited for
	 * @param alive whether the server showed signs of life meanwhile
	 * @param check whether the attempt was given more time than others
	 * @param now the current tick in nanoseconds
	 */
	public void cut(RequestSize size, AttemptTimeouts timeouts, long nanos, boolean alive, boolean check, long now) {
		FirstTokenRange range = timeouts.learnt();
		// others, such as the client of an application, have shorter limits of their own
		if (range == null || range.isPromise() || nanos < range.shortest().toNanos()) {
			return;
		}
		if (memory(size).cut(timeouts, range, nanos, alive, check, now)) {
			this.longestNotBefore = now + NOT_AGAIN_FOR_NANOS;
		}
	}

	/**
	 * An attempt was given up because another model was quicker. If it had taken longer
	 * than usual by then, that counts, since else only quick answers would.
	 * @param size the size of the request
	 * @param nanos how long it was waited for
	 * @param now the current tick in nanoseconds
	 */
	public void givenUp(RequestSize size, long nanos, long now) {
		FirstTokenMemory memory = memory(size);
		if (memory.isKnown(now) && nanos >= memory.usualNanos(now)) {
			memory.addAtLeast(nanos, now);
		}
	}

	/**
	 * An attempt that was given more time than others ended in a way that tells nothing
	 * of that. The next one has it.
	 * @param size the size of the request
	 */
	public void toldNothing(RequestSize size) {
		memory(size).toldNothing();
	}

	/**
	 * The limit for a probe, for which nobody waits: at least what is configured. If it
	 * is an open question how long the model takes, each further one may take longer, so
	 * that one that hangs for a moment is soon found back.
	 * @param timeouts what is configured, and how far that may move
	 * @param now the current tick in nanoseconds
	 * @return the limit
	 */
	public Duration probeLimit(AttemptTimeouts timeouts, long now) {
		FirstTokenRange range = timeouts.learnt();
		if (range == null) {
			return timeouts.firstToken();
		}
		long limit = timeouts.firstToken().toNanos();
		for (Map.Entry<RequestSize, FirstTokenMemory> entry : this.memories.entrySet()) {
			boolean open = mayTakeLongest(now) && entry.getValue().isOpenQuestion(now);
			limit = Math.max(limit, open ? drawnOut(timeouts, range) : limitNanos(entry.getKey(), timeouts, now));
		}
		return clamped(range, timeouts, limit);
	}

	private long drawnOut(AttemptTimeouts timeouts, FirstTokenRange range) {
		long limit = timeouts.firstToken().toNanos();
		for (int cut = this.probesCut.get(); cut > 0 && limit < range.longest().toNanos(); cut--) {
			limit *= LONGER_PROBES;
		}
		return Math.min(limit, range.longest().toNanos());
	}

	/**
	 * A probe was answered. A request so small says something of others only if it took
	 * longer than they may.
	 * @param timeouts what is configured, and how far that may move
	 * @param nanos how long it took
	 * @param now the current tick in nanoseconds
	 */
	public void probeAnswered(AttemptTimeouts timeouts, long nanos, long now) {
		if (timeouts.learnt() == null) {
			return;
		}
		this.probesCut.set(0);
		this.memories.values().forEach(FirstTokenMemory::lives);
		if (nanos > limit(RequestSize.SMALL, timeouts, now).toNanos()) {
			answered(RequestSize.SMALL, timeouts, nanos, false, now);
		}
	}

	/**
	 * A probe had no answer in time.
	 * @param timeouts what is configured, and how far that may move
	 * @param nanos how long it was waited for
	 * @param now the current tick in nanoseconds
	 */
	public void probeCut(AttemptTimeouts timeouts, long nanos, long now) {
		FirstTokenRange range = timeouts.learnt();
		if (range == null || nanos < timeouts.firstToken().toNanos()) {
			return;
		}
		if (nanos >= range.longest().toNanos()) {
			this.probesCut.set(0);
			this.longestNotBefore = now + NOT_AGAIN_FOR_NANOS;
		}
		else {
			this.probesCut.incrementAndGet();
		}
	}

	/**
	 * Within which time nearly all first tokens come, so that it is worth asking another
	 * model, too, when one has not.
	 * @param size the size of the request
	 * @param now the current tick in nanoseconds
	 * @return the time, or {@code null} if too little is known
	 */
	public @Nullable Duration usual(RequestSize size, long now) {
		FirstTokenMemory known = known(size, now);
		return (known != null) ? Duration.ofNanos(known.usualNanos(now)) : null;
	}

	/**
	 * The limits that hold now, and why, for display.
	 * @param timeouts what is configured, and how far that may move
	 * @param now the current tick in nanoseconds
	 * @return by the size of requests, as far as something is known
	 */
	public Map<String, String> describe(AttemptTimeouts timeouts, long now) {
		Map<String, String> limits = new LinkedHashMap<>();
		if (timeouts.learnt() == null) {
			return limits;
		}
		this.memories.forEach((size, memory) -> {
			if (!memory.isEmpty(now)) {
				limits.put(size.words(), limit(size, timeouts, now).toMillis() + "ms, after " + memory.describe(now));
			}
		});
		return limits;
	}

	private FirstTokenMemory memory(RequestSize size) {
		return Objects.requireNonNull(this.memories.get(size));
	}

}
