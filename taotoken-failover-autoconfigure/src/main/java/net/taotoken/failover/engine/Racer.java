package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * One of the calls that race for the same answer. It runs on one thread, and may be asked
 * by another how far it has come.
 *
 * @param <T> what an answer is
 */
final class Racer<T> implements Callable<FailoverResult<T>> {

	private final Race<T> race;

	private final FailoverExecutor executor;

	private final Route route;

	private final ModelCall<T> modelCall;

	private final Consumer<? super T> discard;

	private final TimeSource time;

	private final Set<String> asked = new LinkedHashSet<>();

	private List<Attempt> failed = List.of();

	private @Nullable String asking;

	private long askingSince;

	Racer(Race<T> race, FailoverExecutor executor, Route route, ModelCall<T> modelCall, Consumer<? super T> discard,
			TimeSource time) {
		this.race = race;
		this.executor = executor;
		this.route = route;
		this.modelCall = modelCall;
		this.discard = discard;
		this.time = time;
	}

	@Override
	public FailoverResult<T> call() {
		FailoverResult<T> result = this.executor.execute(this.route, this::ask);
		if (!this.race.offer(result)) {
			this.discard.accept(result.answer());
		}
		return result;
	}

	private T ask(ModelAttempt attempt) throws Exception {
		synchronized (this) {
			this.asking = attempt.model().id();
			this.askingSince = this.time.nanoTime();
			this.asked.add(this.asking);
			this.failed = List.copyOf(attempt.earlier());
		}
		return this.modelCall.ask(attempt);
	}

	Route route() {
		return this.route;
	}

	/**
	 * The models that were asked so far.
	 */
	synchronized Set<String> asked() {
		return Set.copyOf(this.asked);
	}

	/**
	 * The attempts so far, with the one under way as lost to another model.
	 */
	synchronized List<Attempt> attempts() {
		List<Attempt> attempts = new ArrayList<>(this.failed);
		if (this.asking != null) {
			Duration duration = Duration.ofNanos(this.time.nanoTime() - this.askingSince);
			Fault lost = Fault.of(FaultKind.CANCELLED).withHint("another model answered first");
			attempts.add(new Attempt(this.asking, lost, this.time.instant().minus(duration), duration));
		}
		return attempts;
	}

}
