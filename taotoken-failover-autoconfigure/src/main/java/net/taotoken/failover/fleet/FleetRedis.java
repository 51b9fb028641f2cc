package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The operations that the fleet needs of Redis. Each method is one round trip, or throws.
 * Used by one thread.
 */
interface FleetRedis extends AutoCloseable {

	/**
	 * Hear what others tell, also after a connection that broke has come back.
	 * @param subscribed called at each subscription, on a thread of the client, since
	 * what was told until then may be lost
	 * @param message takes each message, on a thread of the client
	 */
	void subscribe(Runnable subscribed, Consumer<String> message);

	/**
	 * The time of the server.
	 * @return milliseconds since 1970
	 */
	long time();

	/**
	 * Tell that a model is out. Never shortens what is known already, and tells nothing
	 * that is past when Redis comes to it.
	 * @param model the id of the model
	 * @param now what this instance takes for the time of the server
	 * @param until the end in milliseconds of the server's clock
	 * @param outage the written form of the outage
	 * @return the result
	 */
	Vote out(String model, long now, long until, String outage);

	/**
	 * Vote that a model is out, and tell it like {@link #out} if enough instances do. A
	 * vote takes the place of an earlier one of this instance, and outlasts the end for
	 * as long as it may take to find out what is true then.
	 * @param model the id of the model
	 * @param ballot what the votes are about: those for one ballot are counted together
	 * @param now what this instance takes for the time of the server
	 * @param until the end in milliseconds of the server's clock
	 * @param outage the written form of the outage, up to the names of instances
	 * @return the result
	 */
	Vote vote(String model, String ballot, long now, long until, String outage);

	/**
	 * Tell that a model is back, and forget all votes that it is not.
	 * @param model the id of the model
	 * @param ballot what votes about its entry are about
	 */
	void back(String model, String ballot);

	/**
	 * Ask for the right to find out whether a model is back, or to have it for longer.
	 * @param model the id of the model
	 * @param lease for how long
	 * @return how long another instance has it, or zero if it is ours
	 */
	Duration probe(String model, Duration lease);

	/**
	 * Give the right back, if it is ours.
	 * @param model the id of the model
	 */
	void probeEnded(String model);

	/**
	 * The known outages of models.
	 * @param models the ids of the models
	 * @return the written forms of the outages, in the order of the models, {@code null}
	 * for one that is not out
	 */
	List<@Nullable String> outages(List<String> models);

	@Override
	void close();

	/**
	 * The result of telling, or of a vote.
	 */
	enum Vote {

		/** Too few instances say so yet. */
		ALONE,

		/** Enough do, and others know already. */
		KNOWN,

		/** Enough do, and others have just been told. */
		TOLD,

		/**
		 * Nothing, since the clock of the server is not the one that this instance takes
		 * it for.
		 */
		CLOCK_MOVED

	}

}
