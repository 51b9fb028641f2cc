package net.taotoken.failover.engine.call;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;

/**
 * Tells the trouble of an entry from that of one model. A host that is gone, and a plan
 * that is used up, may cut connections and say nothing: when two models of one entry fail
 * like this, one after the other and without an answer of that entry in between, it is
 * the entry. Has no effect where there is one entry only. Safe for use by many threads.
 */
public final class EntryTroubles {

	private final ModelHealthTracker tracker;

	/**
	 * The time after which a trouble is forgotten, as it has nothing to do with what
	 * happens then.
	 */
	private static final long MEMORY_IN_NANOS = Duration.ofMinutes(1).toNanos();

	private final Map<String, Cut> cuts = new ConcurrentHashMap<>();

	public EntryTroubles(ModelHealthTracker tracker) {
		this.tracker = tracker;
	}

	/**
	 * Judges the fault of a model, which is that of its entry if another model of the
	 * entry was cut off before.
	 * @param call the call, which decides nothing here if it has no other entry to turn
	 * to
	 * @param model the model that failed
	 * @param fault what it said
	 * @param now the tick at which it failed
	 * @return the fault, which is proven and the account's if it is the entry's
	 */
	public Fault judge(CallState call, Model model, Fault fault, long now) {
		String entry = model.entryName();
		if (entry == null || fault.scope() != FaultScope.MODEL || !isCut(fault.kind())
				|| !call.hasOtherEntryThan(model, this.tracker)) {
			return fault;
		}
		Cut before = this.cuts.put(entry, new Cut(model.id(), now, call.startedAt()));
		boolean second = before != null && !before.model().equals(model.id()) && now - before.tick() <= MEMORY_IN_NANOS
				&& !mayBeTheRequest(before, call, fault);
		return second ? fault.withScope(FaultScope.ACCOUNT).confirmed() : fault;
	}

	/**
	 * Tells whether a fault is one of an entry that cut connections.
	 */
	public static boolean isOfEntry(Model model, Fault fault) {
		return model.entry() != null && fault.scope() == FaultScope.ACCOUNT && isCut(fault.kind());
	}

	/**
	 * A model has answered, so that its entry works.
	 */
	public void answered(Model model) {
		String entry = model.entryName();
		if (entry != null && !this.cuts.isEmpty()) {
			this.cuts.remove(entry);
		}
	}

	private static boolean isCut(FaultKind kind) {
		return kind == FaultKind.UNREACHABLE || kind == FaultKind.INVALID_RESPONSE;
	}

	// one request may bring two models to answers that are none
	private static boolean mayBeTheRequest(Cut before, CallState call, Fault fault) {
		return fault.kind() == FaultKind.INVALID_RESPONSE && before.callStartedAt() == call.startedAt();
	}

	/**
	 * The last time that an entry cut a connection.
	 *
	 * @param model the id of the candidate that was asked
	 * @param tick when
	 * @param callStartedAt when its call had begun
	 */
	private record Cut(String model, long tick, long callStartedAt) {
	}

}
