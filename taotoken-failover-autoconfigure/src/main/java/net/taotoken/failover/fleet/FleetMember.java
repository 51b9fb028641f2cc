package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fleet.FleetRedis.Vote;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.time.TimeSource;

/**
 * One instance among others: tells what it has found out, hears what the others say, and
 * agrees with them on who probes. Without Redis it decides by itself, and tells later
 * what is still true. No method throws for want of Redis. Used by one thread, but for
 * {@link #snapshot()}.
 */
final class FleetMember {

	private static final Duration SYNC_INTERVAL = Duration.ofSeconds(30);

	private static final Duration SHORTEST_SYNC_INTERVAL = Duration.ofSeconds(1);

	/** A message that took longer was rather written by another clock. */
	private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

	private final FleetSettings settings;

	private final FleetRedis redis;

	private final ModelHealthTracker tracker;

	private final Supplier<? extends Collection<String>> models;

	private final TimeSource time;

	private final RedisClock clock;

	private final FleetLink link;

	private final OwnOutages own;

	private final HeardOutages heard;

	private final ProbeLeases leases;

	private long lastSync;

	private long nextSync;

	/**
	 * Create a member that has told and heard nothing yet.
	 * @param settings what is shared
	 * @param redis what is asked
	 * @param tracker hears what others say
	 * @param models gives the ids of the models that are known now
	 * @param time where time comes from
	 */
	FleetMember(FleetSettings settings, FleetRedis redis, ModelHealthTracker tracker,
			Supplier<? extends Collection<String>> models, TimeSource time) {
		this.settings = settings;
		this.redis = redis;
		this.tracker = tracker;
		this.models = models;
		this.time = time;
		this.clock = new RedisClock(time);
		this.link = new FleetLink(time);
		this.own = new OwnOutages(time);
		this.heard = new HeardOutages(tracker, this.clock);
		this.leases = new ProbeLeases(time);
	}

	void modelIsOut(String model, Fault fault, long until) {
		this.leases.ended(model);
		this.own.out(model, fault, until);
		this.link.ask(() -> tell(model));
	}

	private void tell(String model) {
		this.own.tell(model, (fault, remaining) -> {
			Vote vote = this.settings.isVotedOn(fault.kind()) ? vote(model, fault, remaining)
					: tell(model, fault, remaining);
			if (vote == Vote.TOLD) {
				this.link.sent();
			}
			else if (vote == Vote.CLOCK_MOVED) {
				compareClocksSoon();
			}
			return vote == Vote.TOLD || vote == Vote.KNOWN;
		});
	}

	private Vote tell(String model, Fault fault, Duration remaining) {
		return this.redis.out(model, this.clock.now(), this.clock.in(remaining),
				ModelOutage.write(fault, this.settings.instance(), model));
	}

	private Vote vote(String model, Fault fault, Duration remaining) {
		String ballot = (fault.scope() == FaultScope.ACCOUNT) ? ballotOfAccount(model) : model;
		return this.redis.vote(model, ballot, this.clock.now(), this.clock.in(remaining), ModelOutage.write(fault));
	}

	// no model has such an id
	private String ballotOfAccount(String model) {
		return "@" + this.tracker.accountOf(model);
	}

	void modelIsBack(String model) {
		this.leases.ended(model);
		for (String known : withAccount(model)) {
			this.own.back(known);
			this.heard.forget(known);
			this.link.ask(() -> tellBack(known));
		}
	}

	private void tellBack(String model) {
		this.redis.back(model, ballotOfAccount(model));
		this.link.sent();
	}

	/**
	 * A model, and those for which its account was said to be out, which it is no longer.
	 */
	private Set<String> withAccount(String model) {
		Set<String> models = new LinkedHashSet<>(Set.of(model));
		String account = this.tracker.accountOf(model);
		Stream.concat(this.own.ofAccounts().stream(), this.heard.ofAccounts().stream())
			.filter((other) -> this.tracker.accountOf(other).equals(account))
			.forEach(models::add);
		return models;
	}

	/**
	 * Agree on who probes a model. Without Redis it is this instance.
	 * @param model the id of the model
	 * @param othersProbeFor takes the time for which others probe it, zero for none
	 */
	void requestProbe(String model, Consumer<Duration> othersProbeFor) {
		AtomicReference<Duration> others = new AtomicReference<>(Duration.ZERO);
		boolean answered = this.link.ask(() -> others.set(this.redis.probe(model, ProbeLeases.LEASE)));
		if (answered && others.get().isZero()) {
			this.leases.taken(model);
		}
		othersProbeFor.accept(others.get());
	}

	/**
	 * A probe of this instance has ended. What came of it may be nothing that is told, so
	 * that others have to find out for themselves.
	 */
	void probeEnded(String model) {
		if (this.leases.ended(model)) {
			this.link.ask(() -> this.redis.probeEnded(model));
		}
	}

	/**
	 * A message of the channel, which may be of anybody. Those of this instance are
	 * ignored. Before the clocks were compared, nothing can be made of deadlines; the
	 * reading that follows brings what is missed.
	 */
	void received(String text) {
		FleetMessage message = FleetMessage.read(text);
		if (message == null) {
			this.link.dropped();
		}
		else if (this.link.isConnected() && !isOwn(message.instance())) {
			receive(message, this.clock.until(message.sent()).negated());
		}
	}

	private void receive(FleetMessage message, Duration lag) {
		boolean isOfThisClock = lag.abs().compareTo(LONGEST_LAG) <= 0;
		if (isOfThisClock) {
			this.link.received(lag);
		}
		else {
			compareClocksSoon();
		}
		if (known().contains(message.model()) && (isOfThisClock || message.outage() == null)) {
			apply(message);
		}
	}

	/**
	 * The clock of the server was set, or is that of another server, so that deadlines
	 * mean something else. The reading that follows brings what was left out. Anybody may
	 * claim that by a message, and gets one reading a second.
	 */
	private void compareClocksSoon() {
		long earliest = this.lastSync + SHORTEST_SYNC_INTERVAL.toNanos();
		if (this.nextSync - earliest > 0) {
			this.nextSync = earliest;
		}
	}

	private void apply(FleetMessage message) {
		ModelOutage outage = message.outage();
		if (outage != null) {
			hear(outage);
		}
		else {
			this.own.back(message.model());
			this.heard.back(message.model());
		}
	}

	private void hear(ModelOutage outage) {
		if (outage.isBelieved(this.settings)) {
			this.heard.out(outage);
		}
	}

	private boolean isOwn(String instance) {
		return instance.equals(this.settings.instance());
	}

	private Set<String> known() {
		return Set.copyOf(this.models.get());
	}

	/**
	 * Do what is due: connect, read all, renew leases.
	 * @param subscribed called on another thread when messages may have been missed
	 * @param message takes messages, on another thread
	 * @return the time until something is due again
	 */
	Duration attend(Runnable subscribed, Consumer<String> message) {
		this.link.connect(() -> {
			this.redis.subscribe(subscribed, message);
			synchronize();
		});
		if (this.time.nanoTime() - this.nextSync >= 0) {
			this.link.ask(this::synchronize);
		}
		this.leases.renew(this::renew);
		return Duration.ofNanos(Math.max(0, nanosUntilDue()));
	}

	private long nanosUntilDue() {
		long connected = this.link.isConnected() ? this.nextSync - this.time.nanoTime() : this.link.nanosUntilAttempt();
		return Math.min(connected, this.leases.nanosUntilRenewal());
	}

	private long renew(String model) {
		AtomicReference<Duration> others = new AtomicReference<>(Duration.ZERO);
		this.link.ask(() -> others.set(this.redis.probe(model, ProbeLeases.LEASE)));
		return others.get().toMillis();
	}

	/** Messages may have been missed: read all at the next {@link #attend}. */
	void missedMessages() {
		this.nextSync = this.time.nanoTime();
	}

	private void synchronize() {
		this.lastSync = this.time.nanoTime();
		this.nextSync = this.lastSync + SYNC_INTERVAL.toNanos();
		this.clock.synchronize(this.redis::time);
		this.heard.forgetEnded();
		List<String> known = List.copyOf(known());
		for (String text : this.redis.outages(known)) {
			ModelOutage outage = (text != null) ? ModelOutage.read(text) : null;
			if (outage != null) {
				read(outage);
			}
		}
		this.own.models().forEach(this::tell);
	}

	private void read(ModelOutage outage) {
		if (!isOwn(outage.instance())) {
			hear(outage);
		}
		else if (!this.own.has(outage.model())) {
			// it came back while Redis was away
			tellBack(outage.model());
		}
	}

	FleetSnapshot snapshot() {
		return this.link.snapshot(this.settings, this.heard.reports(), this.own.untold(this.settings));
	}

	/** Leave the fleet; the next {@link #attend} joins it again. */
	void close() {
		this.link.close();
		this.redis.close();
	}

}
