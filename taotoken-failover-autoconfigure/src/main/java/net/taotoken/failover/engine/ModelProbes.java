package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.engine.call.EntryTroubles;
import net.taotoken.failover.engine.call.FailoverRule;
import net.taotoken.failover.engine.call.FaultClassifiers;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.ProbeMode;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out in the background whether models are back whose cool-down has ended, while
 * other models answer the calls. One of all instances asks, and one model of an account.
 * Safe for use by many threads.
 */
final class ModelProbes {

	/** As many again may be under way. */
	static final int MOST_THREADS = 8;

	private static final Log logger = LogFactory.getLog(ModelProbes.class);

	private static final int MOST_STUCK = MOST_THREADS / 2;

	private final ModelHealthTracker tracker;

	private final TimeSource time;

	private final FaultClassifiers faults;

	private final FailoverRule rule;

	private final EntryTroubles entries;

	private final Executor threads;

	private final Set<BackgroundProbe> underWay = ConcurrentHashMap.newKeySet();

	/** The number of threads that do not come back from probes that were given up. */
	private final AtomicInteger stuck = new AtomicInteger();

	private volatile boolean warned;

	/** The accounts that are being probed, by the names of their entries. */
	private final Set<String> accounts = ConcurrentHashMap.newKeySet();

	ModelProbes(ModelHealthTracker tracker, TimeSource time, FaultClassifiers faults, FailoverRule rule,
			EntryTroubles entries, Executor threads) {
		this.tracker = tracker;
		this.time = time;
		this.faults = faults;
		this.rule = rule;
		this.entries = entries;
		this.threads = threads;
	}

	/**
	 * Tells whether a model is to be probed beside a call that another model can answer.
	 */
	boolean isDue(Model model, ModelHealth health, ModelCall<?> modelCall) {
		return health.isProbeDue() && !health.isEndDictated() && this.tracker.probeMode() == ProbeMode.REQUEST
		// a paid reserve spends nothing that no call shows
				&& model.entryOnlyOn().isEmpty() && modelCall.probe() != null && areThreadsLeft();
	}

	private boolean areThreadsLeft() {
		return this.stuck.get() < MOST_STUCK;
	}

	/**
	 * Begin to find out whether a model is back, unless somebody is at it.
	 */
	void start(Route route, Model model, ModelCall<?> modelCall) {
		this.underWay.forEach(this::giveUpIfOverdue);
		if (!areThreadsLeft()) {
			return;
		}
		ModelHealth health = this.tracker.of(model.id());
		String account = accountToProbe(model, health);
		if (account != null && !this.accounts.add(account)) {
			return;
		}
		Permit permit = health.tryAcquire();
		boolean started = false;
		try {
			if (permit != null && permit.isProbe()) {
				ModelProbe request = Objects.requireNonNull(modelCall.probe());
				BackgroundProbe probe = new BackgroundProbe(route, model, permit, request, account,
						this.time.nanoTime());
				this.threads.execute(() -> run(probe));
				started = true;
			}
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			logger.debug("There is no thread that could find out whether " + model.id() + " is back", ex);
		}
		finally {
			if (!started) {
				end(permit, account);
			}
		}
	}

	/**
	 * The account that a model is out for, or {@code null} if it is out for itself.
	 */
	private static @Nullable String accountToProbe(Model model, ModelHealth health) {
		Fault fault = health.faultThatTookItOut();
		if (fault == null || fault.scope() != FaultScope.ACCOUNT) {
			return null;
		}
		return (model.entryName() != null) ? model.entryName() : "";
	}

	private void end(@Nullable Permit permit, @Nullable String account) {
		if (permit != null) {
			// does nothing if it was settled
			permit.release();
		}
		if (account != null) {
			this.accounts.remove(account);
		}
	}

	private void run(BackgroundProbe probe) {
		probe.begins();
		this.underWay.add(probe);
		try {
			probe(probe);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.underWay.remove(probe);
			if (probe.end()) {
				end(probe.permit(), probe.account());
			}
			else {
				this.stuck.decrementAndGet();
			}
		}
	}

	// where time passes only when calls are made, it is calls that notice
	private void giveUpIfOverdue(BackgroundProbe probe) {
		if (!probe.giveUpIfOverdue(this.time.nanoTime())) {
			return;
		}
		this.underWay.remove(probe);
		this.stuck.incrementAndGet();
		end(probe.permit(), probe.account());
		this.tracker.probeEnded(probe.model().id());
		String message = "A probe of " + probe.model().id() + " by " + probe.request().getClass().getName()
				+ " was given up after " + BackgroundProbe.LONGEST.toSeconds()
				+ " s. It has to limit its time, and to end when its thread is interrupted";
		if (this.warned) {
			logger.debug(message);
		}
		else {
			this.warned = true;
			logger.warn(message + "; further ones are logged at debug level");
		}
	}

	private void probe(BackgroundProbe probe) throws InterruptedException {
		String model = probe.model().id();
		if (this.tracker.of(model).isBackElsewhere()) {
			askAndSettle(probe);
			return;
		}
		Duration others = this.tracker.othersProbeFor(model);
		if (!others.isZero()) {
			probe.permit().postpone(others);
			return;
		}
		try {
			askAndSettle(probe);
		}
		finally {
			if (!probe.isGivenUp()) {
				this.tracker.probeEnded(model);
			}
		}
	}

	private void askAndSettle(BackgroundProbe probe) {
		long startedAt = this.time.nanoTime();
		Fault fault = ask(probe, startedAt);
		if (!probe.isGivenUp() && (fault == null || fault.kind() != FaultKind.CANCELLED)) {
			long endedAt = this.time.nanoTime();
			remember(probe.model(), fault, endedAt - startedAt, endedAt);
			Duration took = Duration.ofNanos(endedAt - startedAt);
			this.tracker.modelWasProbed(probe.model().id(), fault, took);
			settle(probe, fault);
		}
	}

	/**
	 * Nobody waits for a probe, so it is where one can find out how slow a model is.
	 */
	private Model withTimeToAnswer(Model model, long now) {
		AttemptTimeouts timeouts = model.timeouts();
		if (!timeouts.isFirstTokenLearnt()) {
			return model;
		}
		Duration limit = this.tracker.of(model.id()).firstTokens().probeLimit(timeouts, now);
		return model.toBuilder().timeouts(timeouts.withFirstToken(limit)).build();
	}

	private void remember(Model model, @Nullable Fault fault, long nanos, long now) {
		AttemptTimeouts timeouts = model.timeouts();
		if (!timeouts.isFirstTokenLearnt()) {
			return;
		}
		FirstTokens shown = this.tracker.of(model.id()).firstTokens();
		if (fault == null) {
			shown.probeAnswered(timeouts, nanos, now);
		}
		else if (fault.kind() == FaultKind.TIMEOUT) {
			shown.probeCut(timeouts, nanos, now);
		}
	}

	private void settle(BackgroundProbe probe, @Nullable Fault fault) {
		if (fault == null) {
			probe.permit().answered();
			this.entries.answered(probe.model());
			return;
		}
		if (fault.scope() == FaultScope.ACCOUNT) {
			probe.route().models().forEach((other) -> this.tracker.of(other.id()));
		}
		probe.permit().failed(fault, this.rule.coolDownAfterProbe(probe.route(), fault));
	}

	/**
	 * Ask the model.
	 * @return why it is not back, or {@code null} if it is
	 */
	private @Nullable Fault ask(BackgroundProbe probe, long now) {
		try {
			probe.request().ask(withTimeToAnswer(probe.model(), now));
			return null;
		}
		catch (Exception ex) {
			Fault fault = FailoverRule.counted(this.faults.of(ex));
			boolean answered = fault.scope() == FaultScope.REQUEST && fault.kind() != FaultKind.CANCELLED;
			return answered ? null : fault;
		}
	}

}
