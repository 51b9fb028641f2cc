package net.taotoken.failover.health;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.support.Listeners;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells that models are out, or back: the log, listeners, calls that wait, and other
 * instances. Safe for use by many threads.
 */
final class HealthNews {

	private static final int MOST_NAMED = 10;

	// the name that people know
	private static final Log logger = LogFactory.getLog(ModelHealthTracker.class);

	private final Listeners<ModelHealthListener> listeners;

	private final AtomicReference<CountDownLatch> change = new AtomicReference<>(new CountDownLatch(1));

	/** Calls that wait for room, each for a signal of its own. */
	private final Set<Applicant> applicants = ConcurrentHashMap.newKeySet();

	private volatile Sharing sharing = Sharing.NONE;

	HealthNews(List<ModelHealthListener> listeners) {
		this.listeners = Listeners.of(ModelHealthListener.class, listeners);
	}

	void shareWith(SharedHealth shared) {
		this.sharing = Sharing.with(shared);
	}

	Sharing sharing() {
		return this.sharing;
	}

	CountDownLatch nextChange() {
		return this.change.get();
	}

	/**
	 * Wake the calls that wait, because a model may be asked, or later than was known.
	 */
	void signalChange() {
		this.change.getAndSet(new CountDownLatch(1)).countDown();
		wakeApplicants();
	}

	private void wakeApplicants() {
		this.applicants.forEach(Applicant::wake);
	}

	void tell(Applicant applicant) {
		this.applicants.add(applicant);
	}

	void tellNoMore(Applicant applicant) {
		this.applicants.remove(applicant);
	}

	void out(String model, Fault fault, Duration coolDown) {
		if (logger.isWarnEnabled()) {
			logger.warn("Model " + model + " is out for " + coolDown.toMillis() + " ms: " + fault.describe());
		}
		cooledDown(model, fault, coolDown);
	}

	void outElsewhere(String model, Fault fault, Duration coolDown) {
		if (logger.isWarnEnabled()) {
			logger.warn("Model " + model + " is out for " + coolDown.toMillis() + " ms, as another instance says: "
					+ fault.describe());
		}
		cooledDown(model, fault, coolDown);
	}

	/**
	 * All models of an entry are out.
	 * @param models those that were healthy until now, at least one
	 */
	void accountOut(String entry, List<String> models, Fault fault, Duration coolDown) {
		logger.warn("All models " + (entry.isEmpty() ? "" : "at the entry '" + entry + "' ") + "are out for "
				+ coolDown.toMillis() + " ms, since it is the account's: " + fault.describe()
				+ ". They were healthy until now: " + named(models));
		models.forEach((model) -> cooledDown(model, fault, coolDown));
	}

	private static String named(List<String> models) {
		String named = String.join(", ", models.subList(0, Math.min(MOST_NAMED, models.size())));
		int further = models.size() - MOST_NAMED;
		return (further > 0) ? named + " and " + further + " more" : named;
	}

	private void cooledDown(String model, Fault fault, Duration coolDown) {
		wakeApplicants();
		this.listeners.notify((listener) -> listener.modelCooledDown(model, fault, coolDown));
	}

	void stillOut(String model, Fault fault, Duration coolDown) {
		signalChange();
		if (logger.isDebugEnabled()) {
			logger.debug(
					"Model " + model + " is still out, for " + coolDown.toMillis() + " ms more: " + fault.describe());
		}
		this.listeners.notify((listener) -> listener.modelStillOut(model, fault, coolDown));
	}

	void back(String model) {
		signalChange();
		logger.info("Model " + model + " is back");
		this.listeners.notify((listener) -> listener.modelRecovered(model));
	}

	void probed(String model, @Nullable Fault fault, Duration took) {
		if (logger.isDebugEnabled()) {
			logger.debug("Model " + model + " was probed, and " + ((fault != null) ? "failed" : "answered") + " after "
					+ took.toMillis() + " ms" + ((fault != null) ? ": " + fault.describe() : ""));
		}
		this.listeners.notify((listener) -> listener.modelProbed(model, fault, took));
	}

}
