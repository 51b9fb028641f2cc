package net.taotoken.failover.fleet;

import java.util.Set;

import net.taotoken.failover.fault.FaultKind;

/**
 * The parts that an instance shares, and the namespace in which it does.
 *
 * @param namespace the instances of one namespace hear each other
 * @param instance tells this instance from the others
 * @param share the kinds of fault that are shared; each is the word of a server
 * @param quorum how many instances have to find out that a model is out, by a fault that
 * may be due to their own way to it, before the others hear of it; 0 to tell it to nobody
 */
public record FleetSettings(String namespace, String instance, Set<FaultKind> share, int quorum) {

	public FleetSettings {
		share = Set.copyOf(share);
	}

	/**
	 * Tells whether a fault of this kind is told, at once or when enough instances find
	 * it.
	 */
	boolean isShared(FaultKind kind) {
		return this.share.contains(kind) || isVotedOn(kind);
	}

	/**
	 * Tells whether a fault of this kind is told when enough instances find it.
	 */
	boolean isVotedOn(FaultKind kind) {
		return this.quorum > 0 && isDoubtful(kind);
	}

	/**
	 * Tells whether a fault of this kind takes a model out, though it may be due to the
	 * way of one instance to it.
	 */
	static boolean isDoubtful(FaultKind kind) {
		return kind.countsAgainstHealth() && !kind.isWordOfServer();
	}

}
