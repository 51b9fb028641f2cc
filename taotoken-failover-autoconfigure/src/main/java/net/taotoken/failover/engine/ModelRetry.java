package net.taotoken.failover.engine;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.context.RetryContextSupport;
import org.springframework.retry.support.RetryTemplate;

/**
 * Repeats attempts on one model, by Spring Retry. The recovery callback returns
 * {@code null} for 'leave this model'. The next model is asked outside of Spring Retry,
 * so the time of one model is not added to another.
 */
final class ModelRetry {

	/**
	 * Make attempts until one answers or the model is to be left.
	 * @param series the attempts
	 * @return the answer, or {@code null} if the model was left
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	<T> @Nullable FailoverResult<T> call(AttemptSeries<T> series) throws InterruptedException {
		try {
			return series.attempt();
		}
		catch (AttemptFailedException ex) {
			return ex.isRetry() ? retry(series, ex) : null;
		}
	}

	// Spring Retry is entered with the first failure in hand, since a call that needs no
	// retry should not pay for one
	private <T> @Nullable FailoverResult<T> retry(AttemptSeries<T> series, AttemptFailedException first)
			throws InterruptedException {
		RetryTemplate template = new RetryTemplate();
		template.setRetryPolicy(new DecidedRetryPolicy());
		template.setBackOffPolicy(new DecidedBackOffPolicy(series));
		try {
			return template.<@Nullable FailoverResult<T>, AttemptFailedException>execute((context) -> {
				if (context.getRetryCount() == 0) {
					throw first;
				}
				return series.attempt();
			}, (context) -> {
				rethrowError(context.getLastThrowable());
				return null;
			});
		}
		catch (BackOffInterruptedException ex) {
			throw new InterruptedException();
		}
		catch (AttemptFailedException ex) {
			throw new IllegalStateException("the recovery callback was not called", ex);
		}
	}

	private static void rethrowError(@Nullable Throwable last) {
		if (last instanceof Error error) {
			throw error;
		}
	}

	private static AttemptFailedException failure(RetryContext context) {
		return (AttemptFailedException) Objects.requireNonNull(context.getLastThrowable());
	}

	private static final class DecidedRetryPolicy implements RetryPolicy {

		private static final long serialVersionUID = 1L;

		@Override
		public boolean canRetry(RetryContext context) {
			Throwable last = context.getLastThrowable();
			// an Error is not repeated: the recovery callback throws it
			return last == null || (last instanceof AttemptFailedException failed && failed.isRetry());
		}

		@Override
		public RetryContext open(@Nullable RetryContext parent) {
			return new RetryContextSupport(parent);
		}

		@Override
		public void close(RetryContext context) {
		}

		@Override
		public void registerThrowable(RetryContext context, @Nullable Throwable throwable) {
			((RetryContextSupport) context).registerThrowable(throwable);
		}

	}

	private static final class DecidedBackOffPolicy implements BackOffPolicy {

		private final AttemptSeries<?> series;

		private DecidedBackOffPolicy(AttemptSeries<?> series) {
			this.series = series;
		}

		@Override
		public BackOffContext start(RetryContext context) {
			return new DecidedBackOffContext(context);
		}

		@Override
		public void backOff(@Nullable BackOffContext context) throws BackOffInterruptedException {
			try {
				RetryContext retry = ((DecidedBackOffContext) Objects.requireNonNull(context)).retry();
				this.series.pause(failure(retry).pause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new BackOffInterruptedException("interrupted", ex);
			}
		}

	}

	@SuppressWarnings("serial")
	private record DecidedBackOffContext(RetryContext retry) implements BackOffContext {
	}

}
