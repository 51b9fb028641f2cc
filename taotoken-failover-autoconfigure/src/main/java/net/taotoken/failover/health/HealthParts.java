package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.time.TimeSource;

/**
 * The parts that the health of all models shares. Safe for use by many threads.
 */
final class HealthParts {

	private final TimeSource time;

	private final CoolDowns coolDowns;

	private final HealthNews news;

	private final Standings standings = new Standings();

	private final LackMemory lacks = new LackMemory();

	private final KnownModels models = new KnownModels((id) -> new ModelHealth(id, this));

	private final AccountOutages accounts = new AccountOutages(this);

	private volatile HealthSettings settings;

	/** Whether some model has or had limits. */
	private volatile boolean limited;

	HealthParts(HealthSettings settings, TimeSource time, RandomGenerator random, List<ModelHealthListener> listeners) {
		this.settings = settings;
		this.time = time;
		this.coolDowns = new CoolDowns(random);
		this.news = new HealthNews(listeners);
	}

	HealthSettings settings() {
		return this.settings;
	}

	void configure(HealthSettings settings) {
		this.settings = settings;
	}

	TimeSource time() {
		return this.time;
	}

	long now() {
		return this.time.nanoTime();
	}

	Instant instant() {
		return this.time.instant();
	}

	Duration capped(Fault fault, Duration coolDown) {
		return this.coolDowns.capped(fault, coolDown, this.settings);
	}

	Duration heard(Fault fault, Duration remaining) {
		return this.coolDowns.heard(fault, remaining, this.settings);
	}

	boolean isLimited() {
		return this.limited;
	}

	void limit() {
		this.limited = true;
	}

	HealthNews news() {
		return this.news;
	}

	Standings standings() {
		return this.standings;
	}

	LackMemory lacks() {
		return this.lacks;
	}

	KnownModels models() {
		return this.models;
	}

	AccountOutages accounts() {
		return this.accounts;
	}

}
