package net.taotoken.failover.test;

import java.time.Duration;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.test.Answer.Ending;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on a model of the fake: what the library would make of each reply.
 *
 * @param <T> what an answer becomes
 */
abstract class FakeStage<T> implements Reply.Stage<T> {

	private static final FaultRules RULES = FaultRules.standard();

	private final TaotokenTime time;

	private final ModelAttempt attempt;

	private @Nullable ReceivedRequest request;

	FakeStage(TaotokenTime time, ModelAttempt attempt) {
		this.time = time;
		this.attempt = attempt;
	}

	T play(Reply reply, ReceivedRequest request) {
		this.request = request;
		return reply.play(this);
	}

	ReceivedRequest request() {
		if (this.request == null) {
			throw new IllegalStateException("nothing was asked");
		}
		return this.request;
	}

	String model() {
		return this.attempt.model().id();
	}

	ModelAttempt attempt() {
		return this.attempt;
	}

	@Override
	public T answer(Answer answer) {
		waitFor(answer.delay(), this.attempt.firstTokenLimit());
		boolean silent = answer.ending() != Ending.WHOLE
				&& (answer.chunks() == 0 || answer.content(request()).isEmpty());
		if (silent) {
			throw broken(answer, this.attempt.firstTokenLimit());
		}
		if (isEmpty(answer.completion(request()))) {
			throw failure(Fault.of(FaultKind.INVALID_RESPONSE).withStatus(200).withHint("the answer is empty"));
		}
		return begun(answer);
	}

	private static boolean isEmpty(ChatCompletion completion) {
		return completion.toolCalls().isEmpty() && "".equals(completion.text())
				&& !"length".equals(completion.finishReason());
	}

	/**
	 * The first content is there.
	 */
	abstract T begun(Answer answer);

	@Override
	public T error(ErrorReply error) {
		if (error.status() / 100 == 2) {
			throw failure(Fault.of(FaultKind.INVALID_RESPONSE).withStatus(error.status()));
		}
		throw failure(RULES.classify(error.response(), this.time.instant()));
	}

	@Override
	public T hang() {
		throw timeout(this.attempt.firstTokenLimit());
	}

	@Override
	public T hangUp() {
		throw failure(Fault.of(FaultKind.UNREACHABLE).withHint("the connection broke before an answer"));
	}

	/**
	 * Wait for something to come.
	 * @param duration when it comes
	 * @param limit how long it may take
	 */
	void waitFor(Duration duration, Duration limit) {
		if (duration.compareTo(limit) >= 0) {
			throw timeout(limit);
		}
		sleep(duration);
	}

	/**
	 * The failure that the library makes of an answer that does not end well.
	 * @param answer the answer
	 * @param limit how long a silence may last
	 * @return the failure
	 */
	GatewayException broken(Answer answer, Duration limit) {
		return switch (answer.ending()) {
			case HANG -> timeout(limit);
			case ERROR -> failure(RULES.classify(Replies.overloaded().response(), this.time.instant()));
			case CUT, WHOLE ->
				failure(Fault.of(FaultKind.INVALID_RESPONSE).withStatus(200).withHint("the answer was cut"));
		};
	}

	GatewayException timeout(Duration limit) {
		sleep(limit);
		return failure(Fault.of(FaultKind.TIMEOUT));
	}

	GatewayException failure(Fault fault) {
		return GatewayException.of(model(), fault);
	}

	private void sleep(Duration duration) {
		try {
			this.time.sleep(duration);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure(Fault.of(FaultKind.CANCELLED).withHint("the thread was interrupted"));
		}
	}

}
