package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * One probe beside calls. It ends once: with what came of it, or because it has taken so
 * long that nobody waits for it any more. Safe for use by many threads.
 */
final class BackgroundProbe {

	/** Longer than calls wait for a probe, and than one by the gateway may take. */
	static final Duration LONGEST = Duration.ofSeconds(150);

	private final Route route;

	private final Model model;

	private final Permit permit;

	private final ModelProbe request;

	private final @Nullable String account;

	private final long startedAt;

	private @Nullable Thread thread;

	private boolean ended;

	private boolean givenUp;

	/**
	 * Create a probe that waits for a thread.
	 * @param route the route of the call beside which it is made
	 * @param model the model
	 * @param permit settled by what the model says
	 * @param request asks the model
	 * @param account the account that is probed, or {@code null} if it is the model only
	 * @param now the current tick in nanoseconds
	 */
	BackgroundProbe(Route route, Model model, Permit permit, ModelProbe request, @Nullable String account, long now) {
		this.route = route;
		this.model = model;
		this.permit = permit;
		this.request = request;
		this.account = account;
		this.startedAt = now;
	}

	Route route() {
		return this.route;
	}

	Model model() {
		return this.model;
	}

	Permit permit() {
		return this.permit;
	}

	ModelProbe request() {
		return this.request;
	}

	@Nullable String account() {
		return this.account;
	}

	/**
	 * A thread has been found.
	 */
	synchronized void begins() {
		this.thread = Thread.currentThread();
	}

	/**
	 * Its thread is about to do something else.
	 * @return whether it ends with this; {@code false} if it was given up
	 */
	synchronized boolean end() {
		this.thread = null;
		this.ended = true;
		return !this.givenUp;
	}

	synchronized boolean isGivenUp() {
		return this.givenUp;
	}

	/**
	 * Give it up and interrupt its thread, if it has taken too long.
	 * @param now the current tick in nanoseconds
	 * @return whether it ends with this
	 */
	synchronized boolean giveUpIfOverdue(long now) {
		Thread thread = this.thread;
		if (thread == null || this.ended || this.givenUp || now - this.startedAt < LONGEST.toNanos()) {
			return false;
		}
		this.givenUp = true;
		thread.interrupt();
		return true;
	}

}
