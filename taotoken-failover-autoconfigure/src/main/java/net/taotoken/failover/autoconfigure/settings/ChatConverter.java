package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;

import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.HedgeProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.engine.HedgeSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of answers, and of hedging, of the properties.
 */
final class ChatConverter {

	private static final PropertyKey HEDGE = PropertyKey.ROOT.dot("hedge");

	private ChatConverter() {
	}

	public static ChatSettings convert(TaotokenProperties properties) {
		Duration streamTotal = properties.getTimeouts().streamTotal();
		if (streamTotal != null) {
			Checks.positive(RouteConverter.TIMEOUTS.dot("stream-total"), streamTotal, "10m");
		}
		return new ChatSettings(properties.getStream().delivery(), properties.getStream().onInterruption(), streamTotal,
				properties.isDetectHangsByStreaming());
	}

	/**
	 * When calls are hedged, or {@code null} if they are not.
	 */
	public static @Nullable HedgeSettings convert(HedgeProperties hedge) {
		double maxExtra = Checks.between(HEDGE.dot("max-extra"), 0, 1, hedge.maxExtra(), 0.05);
		if (hedge.after() == null) {
			return null;
		}
		return new HedgeSettings(Checks.positive(HEDGE.dot("after"), hedge.after(), "2s"), maxExtra);
	}

}
