package net.taotoken.failover.console;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A place where instances of an application leave what they have read of a console, so
 * that one of them reads for all. Called by one background thread of each instance, never
 * by a call; may block for a second. An exception means that this instance reads by
 * itself. A bean of this type is picked up.
 *
 * @since 0.1.0
 */
public interface SharedReadings {

	/**
	 * The last reading of any instance, as long as it holds.
	 * @param source the name of the source
	 * @return the report as JSON, or {@code null} if there is none
	 */
	@Nullable String latest(String source);

	/**
	 * Ask to be the one who reads.
	 * @param source the name of the source
	 * @param lease how long the others wait at most
	 * @return {@code false} if another instance is reading
	 */
	boolean begin(String source, Duration lease);

	/**
	 * Leave a report for the others, and end the lease.
	 * @param source the name of the source
	 * @param report the report as JSON
	 * @param validity for how long it holds
	 */
	void publish(String source, String report, Duration validity);

	/**
	 * End the lease without a report, since the reading failed.
	 * @param source the name of the source
	 */
	void abandon(String source);

}
