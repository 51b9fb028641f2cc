package net.taotoken.failover;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Remembers how models behave when they are asked for a stream that nobody but us wants,
 * so that one which cannot stream, or whose streams lack something, is asked for its
 * answers in one piece. Everything is forgotten after a while, since models change. Safe
 * for use by many threads.
 */
final class StreamingHabits {

	static final Duration MEMORY = Duration.ofMinutes(10);

	/**
	 * Requests may name any model. When this many are remembered, all entries are
	 * dropped, and learning starts again.
	 */
	private static final int MAX_MODELS = 1000;

	private static final Log logger = LogFactory.getLog(StreamingHabits.class);

	private final Map<String, Known> models = new ConcurrentHashMap<>();

	private final TimeSource time;

	StreamingHabits(TimeSource time) {
		this.time = time;
	}

	/**
	 * The habit of a model, which tells how to ask it.
	 * @param model the model's id
	 * @return its habit
	 */
	Habit of(String model) {
		Known known = this.models.get(model);
		if (known == null) {
			return Habit.UNKNOWN;
		}
		if (known.habit() != Habit.STREAMS && this.time.nanoTime() - known.since() >= MEMORY.toNanos()) {
			this.models.remove(model, known);
			return Habit.UNKNOWN;
		}
		return known.habit();
	}

	/**
	 * A model was seen to behave in a way.
	 * @param model the model's id
	 * @param habit its habit from now on
	 */
	void learn(String model, Habit habit) {
		if (this.models.size() >= MAX_MODELS) {
			this.models.clear();
		}
		this.models.put(model, new Known(habit, this.time.nanoTime()));
		if (habit.isSettled() && !habit.isStreamed()) {
			logger.info("Model " + model + " is asked for its answers in one piece for " + MEMORY.toMinutes()
					+ " minutes: " + habit.words);
		}
	}

	/**
	 * Tells whether the refusal is about streaming: the model rejects stream=true, or it
	 * requires it.
	 * @param fault the fault
	 * @return {@code false} also if it did not say so
	 */
	static boolean isAboutStreams(Fault fault) {
		MissingFeature lacks = fault.lacks();
		if (fault.kind() != FaultKind.UNSUPPORTED || lacks == null) {
			return false;
		}
		return lacks.feature() == Feature.STREAMING || lacks.feature() == Feature.UNSTREAMED
				|| (lacks.parameter() != null && lacks.parameter().startsWith("stream"));
	}

	private record Known(Habit habit, long since) {
	}

	/**
	 * A model's way to deal with streams, as far as it is known. A refusal that does not
	 * say what is refused is a reason to ask in one piece once, and then to ask for a
	 * stream again: the second one is proof.
	 */
	enum Habit {

		UNKNOWN(true, false, "nothing is known of it"),

		REFUSED_ONCE(false, false, "it refused a stream, or something else"),

		DOUBTFUL(true, false, "it may refuse streams"),

		STREAMS(true, true, "its streams lack nothing"),

		STREAMS_ONLY(true, true, "it refuses to answer in one piece"),

		REFUSES(false, true, "it refuses to stream"),

		ANSWERS_WHOLE(false, true, "it does not stream when it is asked to"),

		STREAMS_SILENTLY(false, true, "its streams bring nothing for longer than a first token may take"),

		STREAMS_WITHOUT_USAGE(false, true, "its streams do not tell the usage"),

		STREAMS_WITHOUT_CALLS(false, true, "its streams bring no calls of tools");

		private final boolean streamed;

		private final boolean settled;

		private final String words;

		Habit(boolean streamed, boolean settled, String words) {
			this.streamed = streamed;
			this.settled = settled;
			this.words = words;
		}

		/**
		 * Tells whether an answer is asked for as a stream.
		 * @return whether it is
		 */
		boolean isStreamed() {
			return this.streamed;
		}

		/**
		 * Tells whether it is known what to do.
		 * @return whether it is
		 */
		boolean isSettled() {
			return this.settled;
		}

	}

}
