package net.taotoken.failover.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Records which thread of a hedged call uses which model. No two threads ask the same
 * model, and each attempt is reported once: by its own thread, or by the thread that
 * cancelled it. Safe for use by many threads.
 */
final class ModelClaims {

	/**
	 * The claimed models by id. {@code Held.since} is {@code null} between two attempts.
	 */
	private final Map<String, Held> held = new HashMap<>();

	private boolean asked;

	private boolean over;

	/**
	 * Take a model for the thread that asks.
	 * @return whether no other thread has it
	 */
	synchronized boolean tryClaim(Model model) {
		return !this.over && this.held.putIfAbsent(model.id(), Held.between(model)) == null;
	}

	synchronized boolean isClaimed(Model model) {
		return this.held.containsKey(model.id());
	}

	/**
	 * Tells whether some thread has asked some model.
	 */
	synchronized boolean hasAsked() {
		return this.asked;
	}

	/**
	 * Tells whether some thread has a model.
	 */
	synchronized boolean isSomeClaimed() {
		return !this.held.isEmpty();
	}

	/**
	 * A model that some thread has, or {@code null}.
	 */
	synchronized @Nullable Model someModel() {
		return this.held.isEmpty() ? null : this.held.values().iterator().next().model();
	}

	synchronized void release(Model model) {
		this.held.remove(model.id());
	}

	/**
	 * An attempt begins.
	 * @return whether its thread has the model still
	 */
	synchronized boolean attemptStarts(Model model, long tick) {
		this.asked = true;
		return this.held.computeIfPresent(model.id(), (id, held) -> new Held(model, tick, false, 1)) != null;
	}

	/**
	 * An attempt sends its request again.
	 * @return whether its thread has the model still
	 */
	synchronized boolean requestRepeats(Model model) {
		return this.held.computeIfPresent(model.id(),
				(id, held) -> new Held(model, held.since(), held.answering(), held.requests() + 1)) != null;
	}

	/**
	 * The answer of an attempt begins, and its thread goes on to read it.
	 */
	synchronized void answerBegins(Model model) {
		this.held.computeIfPresent(model.id(), (id, held) -> new Held(model, held.since(), true, held.requests()));
	}

	/**
	 * Tells whether some model is writing its answer.
	 */
	synchronized boolean isSomeAnswering() {
		return this.held.values().stream().anyMatch(Held::answering);
	}

	/**
	 * An attempt has failed.
	 * @return whether its thread has the model still
	 */
	synchronized boolean attemptEnds(Model model) {
		return this.held.computeIfPresent(model.id(), (id, held) -> Held.between(model)) != null;
	}

	/**
	 * Take all models away from the threads that have them, for good.
	 * @return the attempts that were under way
	 */
	synchronized List<Held> withdrawAll() {
		List<Held> underWay = new ArrayList<>();
		for (Held held : this.held.values()) {
			if (held.since() != null) {
				underWay.add(held);
			}
		}
		this.held.clear();
		this.over = true;
		return underWay;
	}

	/**
	 * A model that a thread has.
	 *
	 * @param model the model
	 * @param since the tick at which the attempt under way began, or {@code null} between
	 * two attempts
	 * @param answering whether it is writing its answer
	 * @param requests how often the request of the attempt was sent
	 */
	record Held(Model model, @Nullable Long since, boolean answering, int requests) {

		private static Held between(Model model) {
			return new Held(model, null, false, 1);
		}

	}

}
