package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.time.ManualTime;

/**
 * Models that do what a script says, and answer with their own name once it is over.
 */
final class ScriptedModels implements ModelCall<String> {

	private final ManualTime time;

	private final Map<String, Queue<Step>> scripts = new HashMap<>();

	private final List<String> asked = new ArrayList<>();

	ScriptedModels(ManualTime time) {
		this.time = time;
	}

	ScriptedModels fails(String model, FaultKind... kinds) {
		return fails(model, Arrays.stream(kinds).map(Fault::of).toArray(Fault[]::new));
	}

	ScriptedModels fails(String model, Fault... faults) {
		for (Fault fault : faults) {
			does(model, (attempt) -> {
				throw new FaultyException(fault);
			});
		}
		return this;
	}

	ScriptedModels does(String model, Step step) {
		this.scripts.computeIfAbsent(model, (id) -> new ArrayDeque<>()).add(step);
		return this;
	}

	/** The models that were asked, in order, each with the second at which it was. */
	List<String> asked() {
		return this.asked;
	}

	List<String> askedModels() {
		return this.asked.stream().map((entry) -> entry.substring(0, entry.indexOf('@'))).toList();
	}

	@Override
	public String ask(ModelAttempt attempt) throws Exception {
		String model = attempt.model().id();
		this.asked.add(model + "@" + seconds(this.time.elapsed()));
		Queue<Step> script = this.scripts.getOrDefault(model, new ArrayDeque<>());
		Step step = script.poll();
		if (step != null) {
			return step.run(attempt);
		}
		return model;
	}

	private static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + "s";
	}

	interface Step {

		String run(ModelAttempt attempt) throws Exception;

	}

	static final class FaultyException extends RuntimeException implements HasFault {

		private static final long serialVersionUID = 1L;

		private final Fault fault;

		FaultyException(Fault fault) {
			super(fault.describe());
			this.fault = fault;
		}

		@Override
		public Fault fault() {
			return this.fault;
		}

	}

}
