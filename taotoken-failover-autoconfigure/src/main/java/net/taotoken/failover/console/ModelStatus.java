package net.taotoken.failover.console;

import org.jspecify.annotations.Nullable;

/**
 * The known state of a model.
 *
 * @param available whether it can be used
 * @param quota what is left of its quota, or {@code null} if nobody knows
 * @param reason why it cannot be used, or what to know about it; shown where the model is
 * demoted, so it must hold no secret; {@code null} if there is nothing to say
 * @param offered whether it is there at all; one that is not is asked by no call that has
 * another model to turn to
 * @since 0.1.0
 */
public record ModelStatus(boolean available, @Nullable Quota quota, @Nullable String reason, boolean offered) {

	private static final int LONGEST_REASON = 200;

	public ModelStatus {
		reason = (reason != null) ? showable(reason) : null;
	}

	/**
	 * Create the status of a model that is offered.
	 * @param available whether it can be used
	 * @param quota what is left of its quota, or {@code null} if nobody knows
	 * @param reason why it cannot be used, or what to know about it, or {@code null}
	 */
	public ModelStatus(boolean available, @Nullable Quota quota, @Nullable String reason) {
		this(available, quota, reason, true);
	}

	/**
	 * A model that can be used.
	 * @return the status
	 */
	public static ModelStatus up() {
		return new ModelStatus(true, null, null);
	}

	/**
	 * A model that cannot be used.
	 * @param reason why
	 * @return the status
	 */
	public static ModelStatus down(String reason) {
		return new ModelStatus(false, null, reason);
	}

	/**
	 * A model that is not there, so that calls do without it.
	 * @param reason how that is known
	 * @return the status
	 */
	public static ModelStatus notOffered(String reason) {
		return new ModelStatus(false, null, reason, false);
	}

	/**
	 * This status with a quota.
	 * @param quota what is left of the quota
	 * @return a copy
	 */
	public ModelStatus withQuota(Quota quota) {
		return new ModelStatus(this.available, quota, this.reason, this.offered);
	}

	private static @Nullable String showable(String reason) {
		String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
		if (line.isEmpty()) {
			return null;
		}
		return (line.length() > LONGEST_REASON) ? line.substring(0, LONGEST_REASON) : line;
	}

}
