package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.autoconfigure.binding.WrittenText;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Units;
import net.taotoken.failover.autoconfigure.keys.ValueForm;
import net.taotoken.failover.autoconfigure.properties.HedgeProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.properties.TimeoutProperties;
import net.taotoken.failover.engine.HedgeSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Makes settings of answers, and of hedging, of the properties.
 */
final class ChatConverter {

	private static final PropertyKey HEDGE = PropertyKey.ROOT.dot("hedge");

	private static final PropertyKey AFTER = HEDGE.dot("after");

	private static final String AUTO = "auto";

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
	 * The settings of hedging, or {@code null} if calls are not hedged.
	 */
	public static @Nullable HedgeSettings convert(HedgeProperties hedge, TimeoutProperties timeouts) {
		double maxExtra = Checks.between(HEDGE.dot("max-extra"), 0, 1, hedge.maxExtra(), 0.05);
		String after = (hedge.after() != null) ? WrittenText.clean(hedge.after()) : "";
		if (after.isEmpty()) {
			return null;
		}
		if (!AUTO.equalsIgnoreCase(after)) {
			return new HedgeSettings(Checks.positive(AFTER, time(after), "2s"), maxExtra);
		}
		if (!timeouts.learn()) {
			throw AFTER.refuseAndAdvise(
					"It is auto, so that it follows how soon answers of a model begin, but '"
							+ RouteConverter.TIMEOUTS.dot("learn") + "' is false, so that nothing is known of that.",
					AFTER.line("2s"));
		}
		return HedgeSettings.auto(maxExtra);
	}

	private static Duration time(String after) {
		Checks.resolved(AFTER, after);
		Units.check(AFTER, after, "s", "ms");
		try {
			return DurationStyle.detectAndParse(after);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new ValueForm("a time such as 2s or 500ms, or auto", List.of(AUTO), "2s").refuse(AFTER, after);
		}
	}

}
