package net.taotoken.failover;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * A live answer whose observation ends when it ends, breaks or is given up, whatever
 * comes first.
 */
final class ObservedAnswer implements ChunkSource {

	private final LiveAnswer answer;

	private final CallObservation observation;

	private final AnswerDetails details = new AnswerDetails();

	private final AtomicBoolean over = new AtomicBoolean();

	ObservedAnswer(LiveAnswer answer, CallObservation observation) {
		this.answer = answer;
		this.observation = observation;
	}

	@Override
	public @Nullable ChatCompletionChunk next() {
		try {
			ChatCompletionChunk chunk = this.answer.next();
			if (chunk != null) {
				this.details.add(chunk);
			}
			else {
				endAfter(() -> this.observation.answered(this.answer.servedBy(), this.details.responseModel(),
						this.details.usage()));
			}
			return chunk;
		}
		catch (StreamInterruptedException ex) {
			endAfter(() -> this.observation.interrupted(this.answer.servedBy(), ex.fault()));
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			endAfter(() -> this.observation.failed(ex));
			throw ex;
		}
	}

	private void endAfter(Runnable outcome) {
		if (this.over.compareAndSet(false, true)) {
			outcome.run();
			this.observation.end();
		}
	}

	@Override
	public String model() {
		return this.answer.model();
	}

	@Override
	public List<Attempt> attempts() {
		return this.answer.attempts();
	}

	@Override
	public void close() {
		endAfter(() -> this.observation.interrupted(this.answer.servedBy(), Fault.of(FaultKind.CANCELLED)));
		this.answer.close();
	}

}
