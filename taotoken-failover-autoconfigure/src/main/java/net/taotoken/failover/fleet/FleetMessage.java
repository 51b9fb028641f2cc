package net.taotoken.failover.fleet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One message of the channel: a model is out, or it is back.
 *
 * @param sent when it was sent, in milliseconds of Redis' clock
 * @param instance who sent it
 * @param model the id of the model
 * @param outage the outage, or {@code null} if the model is back
 */
record FleetMessage(long sent, String instance, String model, @Nullable ModelOutage outage) {

	private static final Pattern OUT = Pattern.compile("out (\\d{1,15}) (.+)");

	private static final Pattern BACK = Pattern.compile("back (\\d{1,15}) (" + ModelOutage.INSTANCE + ") (.{1,500})");

	/**
	 * Read a message.
	 * @param text what came through the channel, which anybody may have written
	 * @return the message, or {@code null} if this version does not understand the text
	 */
	static @Nullable FleetMessage read(String text) {
		Matcher back = BACK.matcher(text);
		if (back.matches()) {
			return new FleetMessage(Long.parseLong(back.group(1)), back.group(2), back.group(3), null);
		}
		Matcher out = OUT.matcher(text);
		ModelOutage outage = out.matches() ? ModelOutage.read(out.group(2)) : null;
		return (outage != null)
				? new FleetMessage(Long.parseLong(out.group(1)), outage.instance(), outage.model(), outage) : null;
	}

}
