package net.taotoken.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an answer that is under way. When it breaks, it ends with an exception,
 * or the next model begins the whole answer again, as it was told.
 */
final class LiveAnswer implements ChunkSource {

	private final Opener opener;

	private final TimeSource time;

	private final boolean restarts;

	private final StringBuilder text = new StringBuilder();

	private final List<Attempt> earlier = new ArrayList<>();

	private Route route;

	private volatile FailoverResult<OpenStream> current;

	private volatile boolean closed;

	LiveAnswer(Route route, boolean restarts, Opener opener, TimeSource time) {
		this.route = route;
		this.restarts = restarts;
		this.opener = opener;
		this.time = time;
		this.current = opener.open(route);
	}

	@Override
	public @Nullable ChatCompletionChunk next() {
		try {
			ChatCompletionChunk chunk = this.current.answer().next();
			String text = (chunk != null) ? chunk.text() : null;
			if (text != null) {
				this.text.append(text);
			}
			return chunk;
		}
		catch (GatewayException ex) {
			return restarted(ex);
		}
	}

	private ChatCompletionChunk restarted(GatewayException failure) {
		List<Attempt> attempts = new ArrayList<>(attempts());
		attempts.set(attempts.size() - 1, broken(attempts.get(attempts.size() - 1), failure.fault()));
		StreamInterruptedException interrupted = new StreamInterruptedException(model(), failure.fault(), attempts,
				this.text.toString(), failure);
		this.opener.interrupted(this.route, attempts.get(attempts.size() - 1));
		Route rest = restAfter(failure.fault(), attempts.size());
		if (rest == null) {
			throw interrupted;
		}
		try {
			this.current = this.opener.open(rest);
		}
		catch (FailoverException ex) {
			interrupted.addSuppressed(ex);
			throw interrupted;
		}
		if (this.closed) {
			close();
		}
		this.route = rest;
		this.earlier.clear();
		this.earlier.addAll(attempts);
		this.text.setLength(0);
		return ChatCompletionChunk.restart(model());
	}

	/**
	 * The route without the model that broke, or {@code null} if it is not to be tried.
	 */
	private @Nullable Route restAfter(Fault fault, int attempts) {
		List<Model> others = this.route.models().stream().filter((model) -> !model.id().equals(model())).toList();
		int attemptsLeft = this.route.retry().maxTotalAttempts() - attempts;
		boolean worthwhile = fault.kind() != FaultKind.CANCELLED && fault.scope() != FaultScope.REQUEST;
		if (!this.restarts || !worthwhile || others.isEmpty() || attemptsLeft <= 0) {
			return null;
		}
		return this.route.withModels(others).withRetry(this.route.retry().withMaxTotalAttempts(attemptsLeft));
	}

	private Attempt broken(Attempt attempt, Fault fault) {
		return new Attempt(attempt.model(), fault, attempt.startedAt(),
				Duration.between(attempt.startedAt(), this.time.instant()));
	}

	@Override
	public String model() {
		return this.current.model().id();
	}

	/**
	 * The model that answers, with what is known of it.
	 */
	Model servedBy() {
		return this.current.model();
	}

	@Override
	public List<Attempt> attempts() {
		List<Attempt> attempts = new ArrayList<>(this.earlier);
		attempts.addAll(this.current.attempts());
		return attempts;
	}

	@Override
	public void close() {
		this.closed = true;
		this.current.answer().close();
	}

	/**
	 * Opens streams along a route.
	 */
	interface Opener {

		FailoverResult<OpenStream> open(Route route);

		void interrupted(Route route, Attempt attempt);

	}

}
