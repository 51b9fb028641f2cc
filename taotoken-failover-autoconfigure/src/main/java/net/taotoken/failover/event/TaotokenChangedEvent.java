package net.taotoken.failover.event;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Somebody has steered: a model was taken out or put back, an order was set, or the
 * configuration was changed while the application runs. This is the audit trail: it is
 * published for every act, also for one that made no difference, and says what was done
 * in words. What became of the order of a route's models is told by a
 * {@link PriorityChangedEvent}, if it differs. Published on the thread that did it, after
 * it took effect; also returned to the caller.
 *
 * @param kind what was done
 * @param target the id of the model or the name of the route, {@code models} for all
 * models, or where a configuration came from
 * @param detail what was done, in words that are safe to show
 * @param principal who did it, or {@code null} if nobody knows
 * @param at when that was
 * @since 0.1.0
 */
public record TaotokenChangedEvent(Kind kind, String target, String detail, @Nullable String principal,
		Instant at) implements TaotokenEvent {

	/**
	 * The duration of the change.
	 * @return a sentence
	 */
	public String lasts() {
		return this.kind.lasts;
	}

	/**
	 * The kinds of change.
	 */
	public enum Kind {

		/** A model was taken out until it is put back. */
		MODEL_DISABLED("In this instance only, until the model is put back or the application restarts."
				+ " To keep it, take the model out of the configuration."),

		/** A model was taken out for a while. */
		MODEL_COOLED_DOWN("In this instance only, until the time is over, the model is put back or the application"
				+ " restarts."),

		/** A model that was out may be asked again. */
		MODEL_PUT_BACK("In this instance only, until the model fails again."),

		/** The recent past of a model, or of all models, was forgotten. */
		STATISTICS_RESET("In this instance only. What is forgotten does not come back."),

		/** A route got an order that replaces its own order and strategy. */
		ORDER_SET("In this instance only, until the order is reset, the route's list of models is changed in the"
				+ " configuration, or the application restarts. To keep it, write it into the configuration."),

		/** A route got its own order and strategy back. */
		ORDER_RESET("From now on the configuration holds."),

		/** A changed configuration took effect. */
		CONFIGURATION_RELOADED("Until the configuration changes again."),

		/** A changed configuration was wrong, and the one before stays. */
		CONFIGURATION_REFUSED(
				"The configuration before stays until it is replaced by a good one. A restart would fail.");

		private final String lasts;

		Kind(String lasts) {
			this.lasts = lasts;
		}

		/**
		 * The form for scripts.
		 * @return the name in lower case, with hyphens
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
