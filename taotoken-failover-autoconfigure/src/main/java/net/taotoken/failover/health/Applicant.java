package net.taotoken.failover.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import net.taotoken.failover.route.TokenDemand;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a call that asks for permits, and has a place in line at models whose
 * limits leave no room. It is woken when it is first in a line, when there may be room
 * for it, and when a model may be asked again. For use by one thread, which others wake.
 *
 * @since 0.1.0
 */
public final class Applicant {

	private final HealthNews news;

	private final Supplier<TokenDemand> asked;

	private @Nullable TokenDemand size;

	/**
	 * The lines in which it stands, and whether it has asked for its place since the last
	 * signal was taken; {@code null} for none, as in nearly every call.
	 */
	private @Nullable Map<ModelLimiter, Boolean> lines;

	private volatile @Nullable CountDownLatch signal;

	Applicant(HealthNews news, Supplier<TokenDemand> asked) {
		this.news = news;
		this.asked = asked;
	}

	/**
	 * Get the size of the request, once.
	 */
	void measure() {
		if (this.size == null) {
			this.size = this.asked.get();
		}
	}

	/**
	 * The size of the request, unknown until it was measured.
	 */
	TokenDemand size() {
		TokenDemand known = this.size;
		return (known != null) ? known : TokenDemand.UNKNOWN;
	}

	/**
	 * Tells whether it stands in a line.
	 * @return whether to wait for {@link #nextSignal()} rather than for a change of the
	 * models
	 */
	public boolean isInLine() {
		return this.lines != null;
	}

	/**
	 * A signal that is given when it makes sense to ask again. Take it before asking, so
	 * that nothing is missed in between.
	 * @return the signal
	 */
	public CountDownLatch nextSignal() {
		CountDownLatch next = new CountDownLatch(1);
		if (this.lines != null) {
			this.lines.replaceAll((limiter, asked) -> false);
		}
		this.signal = next;
		return next;
	}

	void wake() {
		CountDownLatch given = this.signal;
		if (given != null) {
			given.countDown();
		}
	}

	/**
	 * Stand in line.
	 * @return whether it is a line in which it did not stand before
	 */
	boolean queueUp(ModelLimiter limiter) {
		if (this.lines == null) {
			this.lines = new LinkedHashMap<>();
			this.news.tell(this);
		}
		limiter.queueUp(this);
		return this.lines.put(limiter, true) == null;
	}

	/**
	 * Go on standing in a line, if it does.
	 */
	void keepPlace(ModelLimiter limiter) {
		if (this.lines != null) {
			this.lines.replace(limiter, true);
		}
	}

	/**
	 * Leave the lines in which it has neither asked for a place nor kept one since the
	 * last signal was taken: being the first there, it would hold up all others.
	 */
	public void leaveOtherLines() {
		if (this.lines != null) {
			this.lines.entrySet().removeIf((line) -> {
				if (!line.getValue()) {
					line.getKey().leave(this);
				}
				return !line.getValue();
			});
		}
	}

	/**
	 * Leave all lines, since nobody waits any more.
	 */
	public void leaveLines() {
		if (this.lines != null) {
			this.news.tellNoMore(this);
			Objects.requireNonNull(this.lines).keySet().forEach((limiter) -> limiter.leave(this));
			this.lines = null;
		}
	}

}
