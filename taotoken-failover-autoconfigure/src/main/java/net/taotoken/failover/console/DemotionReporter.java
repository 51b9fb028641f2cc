package net.taotoken.failover.console;

import java.time.Instant;

import net.taotoken.failover.event.ModelDemotedEvent;
import net.taotoken.failover.event.ModelRestoredEvent;
import net.taotoken.failover.event.QuotaLowEvent;
import net.taotoken.failover.event.TaotokenEvent;
import net.taotoken.failover.health.Demotions;
import net.taotoken.failover.support.GuardedCall;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes demotions, log lines and events of what sources found out. Listeners that throw
 * harm nobody.
 */
final class DemotionReporter {

	private static final Log logger = LogFactory.getLog(DemotionReporter.class);

	private final ConsoleSettings settings;

	private final Demotions demotions;

	private final TimeSource time;

	private final ApplicationEventPublisher events;

	private final GuardedCall guard;

	DemotionReporter(ConsoleSettings settings, Demotions demotions, TimeSource time, ApplicationEventPublisher events) {
		this.settings = settings;
		this.demotions = demotions;
		this.time = time;
		this.events = events;
		this.guard = new GuardedCall("ApplicationEventPublisher", events);
	}

	ConsoleSettings settings() {
		return this.settings;
	}

	TimeSource time() {
		return this.time;
	}

	void apply(String source, QuotaWatch.Verdict verdict) {
		Instant now = this.time.instant();
		Demotions.Change change = this.demotions.replace(source, verdict.reasons(), verdict.notOffered());
		verdict.newlyLow()
			.forEach((model, quota) -> publish(
					new QuotaLowEvent(model, quota.remaining(), quota.total(), this.settings.demoteBelow(), now)));
		change.demoted().forEach((model, reason) -> {
			logger.warn("Model " + model
					+ (verdict.notOffered().contains(model) ? " is left out: " : " is asked after all others: ")
					+ reason);
			publish(new ModelDemotedEvent(model, reason, now));
		});
		change.lifted().forEach((model) -> {
			logger.info("Model " + model + " is back in its place");
			publish(new ModelRestoredEvent(model, now));
		});
	}

	void balanceIsLow(AccountStatus account, double threshold) {
		String whose = (account.entry() != null) ? " of the entry '" + account.entry() + "'" : "";
		logger.warn("The balance" + whose + " is low: " + rounded(account.balance()) + " is left, which is less than "
				+ rounded(threshold));
		publish(new QuotaLowEvent(null, account.entry(), account.balance(), account.limit(), threshold,
				this.time.instant()));
	}

	static double rounded(double amount) {
		return Math.rint(amount * 100) / 100;
	}

	private void publish(TaotokenEvent event) {
		this.guard.run(() -> this.events.publishEvent(event));
	}

}
