package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;

/**
 * One attempt on one model, as the code that makes it sees it. For use by the thread of
 * the call.
 */
public final class ModelAttempt {

	private final Model model;

	private final List<Attempt> earlier;

	private final Permit permit;

	/** Not a duration yet, as most callers never ask. */
	private final long nanosLeft;

	private boolean permitTaken;

	private boolean cutShort;

	ModelAttempt(Model model, List<Attempt> earlier, Permit permit, long nanosLeft) {
		this.model = model;
		this.earlier = earlier;
		this.permit = permit;
		this.nanosLeft = nanosLeft;
	}

	/**
	 * The model to ask.
	 * @return the model
	 */
	public Model model() {
		return this.model;
	}

	/**
	 * How long the whole answer may take: the model's limit, or what is left of the call.
	 * @return the limit, which is positive
	 */
	public Duration responseLimit() {
		return atMostTimeLeft(this.model.timeouts().response());
	}

	/**
	 * How long a stream's first content token may take: the model's limit, or what is
	 * left of the call.
	 * @return the limit, which is positive
	 */
	public Duration firstTokenLimit() {
		return atMostTimeLeft(this.model.timeouts().firstToken());
	}

	/**
	 * What is left of the call.
	 * @return the time left, which is positive
	 */
	public Duration timeLeft() {
		return Duration.ofNanos(this.nanosLeft);
	}

	/**
	 * Take over the duty to settle the permit. For answers that go on after the attempt
	 * has ended well, such as streams. An attempt that fails is settled all the same.
	 * @return the permit
	 */
	public Permit takePermit() {
		this.permitTaken = true;
		return this.permit;
	}

	List<Attempt> earlier() {
		return this.earlier;
	}

	Permit permit() {
		return this.permit;
	}

	boolean isPermitTaken() {
		return this.permitTaken;
	}

	/**
	 * Whether the model had less time than it may take, since the call had no more.
	 */
	boolean isCutShort() {
		return this.cutShort;
	}

	private Duration atMostTimeLeft(Duration limit) {
		Duration timeLeft = timeLeft();
		boolean cut = limit.compareTo(timeLeft) > 0;
		this.cutShort |= cut;
		return cut ? timeLeft : limit;
	}

}
