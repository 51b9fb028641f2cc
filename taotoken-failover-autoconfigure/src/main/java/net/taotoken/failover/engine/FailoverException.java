package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * No model of a route gave an answer. It is final: every retry and every other model that
 * made sense has been tried, so a retry layer around the call should not try again before
 * {@link #retryAfter()}. The cause is the exception of the last attempt; those of the
 * earlier attempts are suppressed.
 *
 * @since 0.1.0
 */
public final class FailoverException extends RuntimeException implements HasFault {

	private static final long serialVersionUID = 1L;

	private final String route;

	private final Attempt[] attempts;

	private final Fault fault;

	private final @Nullable Duration retryAfter;

	/**
	 * Create the exception.
	 * @param route the name of the route
	 * @param attempts every attempt, in order
	 * @param passedOver the models that were not asked, and why, in words
	 * @param fault why the call ended
	 * @param retryAfter the time after which a new call makes sense, or {@code null}
	 * @param causes the exceptions of the attempts, in order
	 */
	public FailoverException(String route, List<Attempt> attempts, List<String> passedOver, Fault fault,
			@Nullable Duration retryAfter, List<? extends Throwable> causes) {
		super(message(route, attempts, passedOver, fault, retryAfter), last(causes));
		this.route = route;
		this.attempts = attempts.toArray(Attempt[]::new);
		this.fault = fault;
		this.retryAfter = retryAfter;
		Set<Throwable> earlier = Collections.newSetFromMap(new IdentityHashMap<>());
		earlier.addAll(causes);
		earlier.remove(last(causes));
		for (Throwable cause : causes) {
			if (earlier.remove(cause)) {
				addSuppressed(cause);
			}
		}
	}

	/**
	 * An exception that no call has thrown, such as for a test that fakes one.
	 * @param fault why the call ended
	 * @param retryAfter the time after which a new call makes sense, or {@code null}
	 * @param attempts every attempt, in order
	 * @return the exception, of the route {@code default}
	 */
	public static FailoverException of(Fault fault, @Nullable Duration retryAfter, Attempt... attempts) {
		return new FailoverException(Route.DEFAULT, List.of(attempts), List.of(), fault, retryAfter, List.of());
	}

	private static @Nullable Throwable last(List<? extends Throwable> causes) {
		return causes.isEmpty() ? null : causes.get(causes.size() - 1);
	}

	private static String message(String route, List<Attempt> attempts, List<String> passedOver, Fault fault,
			@Nullable Duration retryAfter) {
		StringBuilder message = new StringBuilder("No answer from route '").append(route).append("': ");
		message.append(attempts.isEmpty() ? fault.describe()
				: attempts.stream().map(Attempt::describe).collect(Collectors.joining("; ")));
		if (!attempts.isEmpty() && !fault.equals(attempts.get(attempts.size() - 1).fault())) {
			message.append("; ").append(fault.describe());
		}
		if (!passedOver.isEmpty()) {
			message.append("; not asked: ").append(String.join(", ", passedOver));
		}
		if (retryAfter != null && !retryAfter.isZero()) {
			message.append("; a new call makes sense in ").append(retryAfter.toMillis()).append(" ms");
		}
		return message.toString();
	}

	/**
	 * The route along which the call went.
	 * @return the name of the route
	 */
	public String route() {
		return this.route;
	}

	/**
	 * Every attempt of the call, in order.
	 * @return the attempts; empty if no model was asked
	 */
	public List<Attempt> attempts() {
		return List.of(this.attempts);
	}

	/**
	 * The fault that made the call fail: the one that ended it, {@code cancelled} if its
	 * time was up, or else the most useful of its attempts and of the models that it
	 * passed over. What passes with time comes before a refusal, as the same call may be
	 * answered later: a model that is busy, then one that is broken, then one that is not
	 * to be had; and what is proven comes before the word of one model. Of equal faults
	 * it is the last.
	 * @return the fault
	 */
	@Override
	public Fault fault() {
		return this.fault;
	}

	/**
	 * The time after which a new call makes sense, counted from the end of this one.
	 * @return the time, zero for at once, or {@code null} if the same call would fail
	 * again, as when the request or the base URL is wrong
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
