package net.taotoken.failover.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.support.GuardedCall;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads one source again and again. What it said holds until it says something else, or
 * has been failing for long.
 */
final class SourceSync {

	private static final Log logger = LogFactory.getLog(SourceSync.class);

	private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

	private static final Duration SHORTEST_MEMORY = Duration.ofHours(1);

	private final String name;

	private final ModelStatusSource source;

	private final GuardedCall guard;

	private final DemotionReporter reporter;

	private final QuotaWatch quota;

	private final BalanceWatch balance;

	private volatile long due;

	private volatile ConsoleSnapshot.Source state;

	private boolean forgotten = true;

	private long lastSuccess;

	private @Nullable Long failingSince;

	SourceSync(String name, ModelStatusSource source, DemotionReporter reporter) {
		this.name = name;
		this.source = source;
		this.guard = new GuardedCall("ModelStatusSource", source);
		this.reporter = reporter;
		this.quota = new QuotaWatch(reporter.settings().demoteBelow());
		this.balance = new BalanceWatch(reporter.settings().lowBalance());
		this.due = reporter.time().nanoTime();
		this.state = new ConsoleSnapshot.Source(name, null, null, null, null, false);
	}

	ConsoleSnapshot.Source state() {
		return this.state;
	}

	long nanosUntilDue() {
		return this.due - this.reporter.time().nanoTime();
	}

	/**
	 * Read the source once. Throws nothing.
	 * @param models the models of all routes
	 * @param chance a random number between 0 and 1
	 */
	synchronized void sync(Set<String> models, double chance) {
		this.guard.run(() -> succeeded(models, this.source.read(models)), (failure) -> {
			if (!Thread.currentThread().isInterrupted()) {
				failed(failure);
			}
		});
		this.due = this.reporter.time().nanoTime() + nextInterval(chance);
	}

	private long nextInterval(double chance) {
		Duration given = this.source.interval();
		Duration interval = (given.compareTo(SHORTEST_INTERVAL) < 0) ? SHORTEST_INTERVAL : given;
		double jitter = Math.min(1, Math.max(0, this.source.jitter()));
		return (long) (interval.toNanos() * (1 + jitter * (2 * chance - 1)));
	}

	private void succeeded(Set<String> models, StatusReport report) {
		this.reporter.apply(this.name, this.quota.judge(models, report.models()));
		AccountStatus account = report.account();
		Double threshold = this.reporter.settings().lowBalance();
		if (this.balance.runsLow(account) && account != null && threshold != null) {
			this.reporter.balanceIsLow(account, threshold);
		}
		this.lastSuccess = this.reporter.time().nanoTime();
		this.forgotten = false;
		Long since = this.failingSince;
		if (since != null) {
			this.failingSince = null;
			logger.info("Console: " + this.name + " works again after "
					+ Duration.ofNanos(this.lastSuccess - since).toSeconds() + " s");
		}
		Double left = (account != null) ? DemotionReporter.rounded(account.balance()) : null;
		this.state = new ConsoleSnapshot.Source(this.name, this.reporter.time().instant(), null, null, left,
				this.balance.isLow());
	}

	private void failed(Throwable failure) {
		String problem = problem(failure);
		Instant since = this.state.failingSince();
		if (this.failingSince == null || since == null) {
			this.failingSince = this.reporter.time().nanoTime();
			since = this.reporter.time().instant();
			logger.warn("Console: " + this.name + " fails, calls go on: " + problem);
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Console: " + this.name + " fails", withoutMessage(failure));
		}
		if (!this.forgotten && hasFailedForLong()) {
			forget();
		}
		this.state = new ConsoleSnapshot.Source(this.name, this.state.lastSync(), since, problem,
				this.forgotten ? null : this.state.balance(), this.balance.isLow());
	}

	private boolean hasFailedForLong() {
		Duration memory = this.source.interval().multipliedBy(3);
		Duration longEnough = (memory.compareTo(SHORTEST_MEMORY) < 0) ? SHORTEST_MEMORY : memory;
		return this.reporter.time().nanoTime() - this.lastSuccess > longEnough.toNanos();
	}

	private void forget() {
		logger.warn("Console: what " + this.name + " said is too old to count");
		this.forgotten = true;
		this.quota.forget();
		this.balance.runsLow(null);
		this.reporter.apply(this.name, QuotaWatch.Verdict.NOTHING);
	}

	private static Throwable withoutMessage(Throwable failure) {
		Throwable trace = new Throwable(failure.getClass().getName());
		trace.setStackTrace(failure.getStackTrace());
		return trace;
	}

	/** Messages of others may quote what a server sent, and keys with it. */
	private static String problem(Throwable failure) {
		boolean ours = failure instanceof GatewayException || failure instanceof UnusableDocumentException;
		String message = ours ? failure.getMessage() : null;
		if (message != null) {
			return message;
		}
		return (failure instanceof HasFault faulty) ? faulty.fault().describe() : failure.getClass().getSimpleName();
	}

}
