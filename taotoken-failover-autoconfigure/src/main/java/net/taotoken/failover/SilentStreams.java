package net.taotoken.failover;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.TimeSource;

/**
 * Counts the streams of each model that brought no first token in time. After two in a
 * row, one call asks the model in one piece: some models send nothing while they think,
 * and some proxies buffer a stream until it is complete. From outside, both look like a
 * model that hangs. If that request gets no answer either, it is not repeated for a
 * while. A dead model then costs one long wait only. Safe for use by many threads.
 */
final class SilentStreams {

	private static final int IN_A_ROW = 2;

	private static final int MAX_MODELS = 1000;

	private final Map<String, Silence> models = new ConcurrentHashMap<>();

	private final StreamingHabits habits;

	private final TimeSource time;

	SilentStreams(StreamingHabits habits, TimeSource time) {
		this.habits = habits;
		this.time = time;
	}

	/**
	 * A stream of a model has begun.
	 * @param model the model's id
	 */
	void begun(String model) {
		// nearly always, so that good calls need not look up the model
		if (!this.models.isEmpty()) {
			this.models.remove(model);
		}
	}

	/**
	 * A stream of a model brought nothing in time. Streams that were silent at the same
	 * time count once.
	 * @param model the model's id
	 * @param limit how long it was waited for
	 */
	void silent(String model, Duration limit) {
		if (this.models.size() >= MAX_MODELS) {
			this.models.clear();
		}
		long now = this.time.nanoTime();
		this.models.compute(model, (id, silence) -> {
			if (silence == null || isOld(silence, now)) {
				return new Silence(1, now, false);
			}
			boolean atTheSameTime = now - silence.since() < limit.toNanos();
			return (silence.tried() || atTheSameTime) ? silence : new Silence(silence.count() + 1, now, false);
		});
	}

	/**
	 * Tells whether a call is to ask a model in one piece. Only one call at a time does.
	 * @param model the model's id
	 * @return whether it is; then {@link #inOnePiece} has to be called
	 */
	boolean tryInOnePiece(String model) {
		Silence silence = this.models.isEmpty() ? null : this.models.get(model);
		if (silence == null || silence.count() < IN_A_ROW || silence.tried()) {
			return false;
		}
		long now = this.time.nanoTime();
		return !isOld(silence, now) && this.models.replace(model, silence, silence.tried(now));
	}

	/**
	 * Ask a model in one piece, and learn from what comes. If it answers, and takes
	 * longer than a first token may, its streams are silent because it thinks, or is held
	 * back by a proxy. An answer that is quicker tells that it only hung for a while.
	 * @param model the model
	 * @param ask asks it
	 * @return the answer
	 */
	<T> T inOnePiece(Model model, Supplier<T> ask) {
		long startedAt = this.time.nanoTime();
		boolean learnt = false;
		try {
			T answer = ask.get();
			begun(model.id());
			learnt = true;
			if (this.time.nanoTime() - startedAt > model.timeouts().firstToken().toNanos()) {
				this.habits.learn(model.id(), Habit.STREAMS_SILENTLY);
			}
			return answer;
		}
		catch (GatewayException ex) {
			if (ex.fault().kind() == FaultKind.TIMEOUT) {
				hung(model.id());
				learnt = true;
			}
			throw ex;
		}
		finally {
			if (!learnt) {
				learntNothing(model.id());
			}
		}
	}

	/**
	 * A model that was asked in one piece told nothing of its silence, such as one that
	 * is overloaded. The next call asks it so again.
	 */
	private void learntNothing(String model) {
		this.models.computeIfPresent(model, (id, silence) -> silence.untried());
	}

	/**
	 * A model that was asked in one piece was silent, too.
	 * @param model the model's id
	 */
	void hung(String model) {
		this.models.put(model, new Silence(IN_A_ROW, this.time.nanoTime(), true));
	}

	private static boolean isOld(Silence silence, long now) {
		return now - silence.since() >= StreamingHabits.MEMORY.toNanos();
	}

	/**
	 * Immutable.
	 *
	 * @param count how many streams in a row were silent
	 * @param since when the last one ended, or the model was asked in one piece
	 * @param tried whether the model is being asked in one piece, or was so in vain
	 */
	private record Silence(int count, long since, boolean tried) {

		Silence tried(long now) {
			return new Silence(this.count, now, true);
		}

		Silence untried() {
			return new Silence(this.count, this.since, false);
		}

	}

}
