package net.taotoken.failover.support;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one place in which code of others is called: listeners, observers, classifiers.
 * Nothing that it throws reaches the caller, checked exceptions and errors of the JVM
 * included, since an answer that is there already must not be lost by them. The first
 * failure is logged as a warning with its stack trace, further ones at debug level. An
 * {@link InterruptedException} interrupts the thread again. Safe for use by many threads.
 */
public final class GuardedCall {

	private static final Log logger = LogFactory.getLog(GuardedCall.class);

	private final String description;

	private final boolean detailed;

	private volatile boolean failed;

	/**
	 * Guard calls to an object.
	 * @param role what the object is to us, such as {@code FailoverListener}
	 * @param target the object whose methods are called
	 */
	public GuardedCall(String role, Object target) {
		this(role, target, true);
	}

	private GuardedCall(String role, Object target, boolean detailed) {
		this.description = role + " " + target.getClass().getName();
		this.detailed = detailed;
	}

	/**
	 * Guard calls to an object whose exceptions may hold text of requests or answers. The
	 * log tells nothing of them but their class.
	 * @param role what the object is to us, such as {@code FaultClassifier}
	 * @param target the object whose methods are called
	 * @return the guard
	 */
	public static GuardedCall discreet(String role, Object target) {
		return new GuardedCall(role, target, false);
	}

	/**
	 * Run a step of the object.
	 * @param step calls the object
	 */
	public void run(Step step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			handle(ex);
		}
	}

	/**
	 * Run a step of the object, and hear what it throws, which is not logged then.
	 * @param step calls the object
	 * @param failed takes what was thrown
	 */
	public void run(Step step, Consumer<? super Throwable> failed) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			interruptAgainAfter(ex);
			run(() -> failed.accept(ex));
		}
	}

	/**
	 * Get something from the object.
	 * @param <T> what is asked for
	 * @param question calls the object
	 * @return what the object returned, or {@code null} if it threw
	 */
	public <T> @Nullable T get(Callable<? extends @Nullable T> question) {
		try {
			return question.call();
		}
		catch (Throwable ex) {
			handle(ex);
			return null;
		}
	}

	private void handle(Throwable failure) {
		interruptAgainAfter(failure);
		try {
			report(failure);
		}
		catch (Throwable ex) {
			// without memory nothing can be logged, and the caller has to go on
		}
	}

	private static void interruptAgainAfter(Throwable failure) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
	}

	private void report(Throwable failure) {
		String message = "The " + this.description + " failed, which is ignored: " + failure.getClass().getName();
		if (!this.failed) {
			this.failed = true;
			logger.warn(message + "; further failures of it are logged at debug level", detail(failure));
		}
		else if (logger.isDebugEnabled()) {
			logger.debug(message, detail(failure));
		}
	}

	private @Nullable Throwable detail(Throwable failure) {
		return this.detailed ? failure : null;
	}

	/**
	 * A call to code of others.
	 */
	@FunctionalInterface
	public interface Step {

		/**
		 * Make the call.
		 * @throws Exception anything
		 */
		void run() throws Exception;

	}

}
