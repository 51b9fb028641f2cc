package net.taotoken.failover.springai;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.taotoken.failover.engine.Settlement;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.util.StringUtils;

/**
 * The responses of a model of another provider, read by one thread as they come, one at a
 * time. It tells what came of the attempt.
 */
final class RelayedResponses extends BaseSubscriber<ChatResponse> {

	private static final Object END = new Object();

	private static final Fault CLOSED = Fault.of(FaultKind.CANCELLED).withHint("the stream was closed");

	private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

	private final Queue<ChatResponse> leading = new ArrayDeque<>();

	private final Duration stall;

	private boolean finished;

	private volatile @Nullable Settlement settlement;

	private volatile boolean closed;

	RelayedResponses(Duration stall) {
		this.stall = stall;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(1);
	}

	@Override
	protected void hookOnNext(ChatResponse response) {
		this.signals.add(response);
	}

	@Override
	protected void hookOnComplete() {
		this.signals.add(END);
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.signals.add(error);
	}

	/**
	 * Wait for the first content.
	 * @throws Exception if the attempt failed
	 */
	void awaitContent(Duration limit) throws Exception {
		long deadline = System.nanoTime() + limit.toNanos();
		ChatResponse response;
		do {
			response = take(deadline - System.nanoTime());
			if (response == null) {
				throw new IncompleteAnswerException("the stream ended without content");
			}
			this.leading.add(response);
		}
		while (!saysSomething(response));
	}

	/** Tells whether the model has sent something, if only without content. */
	boolean hasBegun() {
		return !this.leading.isEmpty();
	}

	/** From now on, what comes of the answer is told to the settlement. */
	void begin(Settlement settlement) {
		this.settlement = settlement;
	}

	/**
	 * The next response.
	 * @return the response, or {@code null} at the end of a whole answer
	 * @throws Exception if the answer broke
	 */
	@Nullable ChatResponse next() throws Exception {
		ChatResponse first = this.leading.poll();
		if (first != null) {
			return first;
		}
		ChatResponse response = take(this.stall.toNanos());
		if (response == null) {
			if (!this.finished) {
				throw new IncompleteAnswerException("the stream ended without a finish reason");
			}
			Objects.requireNonNull(this.settlement).succeeded();
		}
		return response;
	}

	/**
	 * Settles an answer that broke, unless its reader broke it.
	 */
	Fault broke(Exception failure) {
		return this.closed ? CLOSED : Objects.requireNonNull(this.settlement).failed(failure);
	}

	private @Nullable ChatResponse take(long nanos) throws Exception {
		Object signal = this.signals.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
		if (signal == null) {
			throw new TimeoutException("no content in time");
		}
		if (signal instanceof Throwable failure) {
			throw failure(failure);
		}
		if (!(signal instanceof ChatResponse response)) {
			return null;
		}
		this.finished |= response.getResults()
			.stream()
			.anyMatch((result) -> StringUtils.hasText(result.getMetadata().getFinishReason()));
		request(1);
		return response;
	}

	private static Exception failure(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (Exception) failure;
	}

	private static boolean saysSomething(ChatResponse response) {
		return response.getResults()
			.stream()
			.map(Generation::getOutput)
			.anyMatch((output) -> output.hasToolCalls() || StringUtils.hasLength(output.getText())
					|| isSet(output.getMetadata().get(CompletionMapper.REASONING)));
	}

	private static boolean isSet(@Nullable Object text) {
		return text != null && !text.toString().isEmpty();
	}

	/**
	 * Give the answer up, without a word on the health of the model.
	 */
	void close() {
		this.closed = true;
		Settlement settlement = this.settlement;
		if (settlement != null) {
			settlement.release();
		}
		abandon();
	}

	/**
	 * Cancel the request: on another thread, since some clients wait until a request that
	 * hangs has gone.
	 */
	void abandon() {
		this.signals.add(new IncompleteAnswerException("the stream was closed"));
		if (!isDisposed()) {
			Schedulers.boundedElastic().schedule(this::cancel);
		}
	}

}
