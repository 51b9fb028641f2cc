package net.taotoken.failover.fleet;

import java.util.Set;

import net.taotoken.failover.fault.FaultKind;

/**
 * What an instance shares, and with whom.
 *
 * @param namespace the instances of one namespace hear each other
 * @param instance tells this instance from the others
 * @param share the kinds of fault that are shared; each is the word of a server
 */
public record FleetSettings(String namespace, String instance, Set<FaultKind> share) {

	public FleetSettings {
		share = Set.copyOf(share);
	}

}
