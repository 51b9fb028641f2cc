package net.taotoken.failover.engine;

import net.taotoken.failover.health.Applicant;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.Permit;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways in which health gives permits.
 */
@FunctionalInterface
interface PermitSource {

	@Nullable Permit take(ModelHealth health, @Nullable Applicant applicant, long now);

}
