package net.taotoken.failover.autoconfigure.settings;

import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the fleet.
 *
 * @param namespace the name of the fleet, or {@code null} to make it of addresses and
 * keys
 * @param instance the name of this instance, or {@code null} to make one up
 * @param share the kinds of fault that are told
 * @param quorum how many instances have to find out what may be due to the way of one of
 * them, 0 to tell it to nobody
 */
public record FleetChoice(@Nullable String namespace, @Nullable String instance, Set<FaultKind> share, int quorum) {

}
