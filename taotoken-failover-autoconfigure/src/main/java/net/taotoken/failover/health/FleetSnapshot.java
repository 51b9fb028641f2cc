package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The connection of this instance with the others, at one moment.
 *
 * @param namespace the instances of one namespace hear each other
 * @param instance the name of this instance
 * @param connectedSince since when the others can be reached, or {@code null} while they
 * cannot
 * @param sent messages that were sent, since the start
 * @param received messages that were received from other instances, since the start
 * @param dropped messages that could not be sent, or were not understood, since the start
 * @param lag how long the last message was under way, or {@code null} if there was none
 * @param reports the models that are out as other instances say
 * @param untold the models that are out as this instance says, while too few others say
 * the same for all to believe it: if that lasts, it is the way of this instance to them
 * @since 0.1.0
 */
public record FleetSnapshot(String namespace, String instance, @Nullable Instant connectedSince, long sent,
		long received, long dropped, @Nullable Duration lag, List<Report> reports, List<Report> untold) {

	/**
	 * The report of an instance on a model, or of several together.
	 *
	 * @param model the id of the model
	 * @param kind the kind of the fault
	 * @param instance the name of the instance, or of several
	 * @param remaining how long the model is still out
	 */
	public record Report(String model, String kind, String instance, Duration remaining) {
	}

}
