package net.taotoken.failover.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.test.Answer.Ending;

/**
 * A stream of the fake whose first chunk is there.
 */
final class FakeStream {

	private final Opening opening;

	private final Answer answer;

	private final List<ChatCompletionChunk> chunks;

	/** The chunks that come after a pause. */
	private final int slow;

	private FakeStream(Opening opening, Answer answer) {
		this.opening = opening;
		this.answer = answer;
		List<ChatCompletionChunk> content = answer.content(opening.request());
		boolean whole = answer.ending() == Ending.WHOLE;
		this.slow = whole ? content.size() : Math.min(answer.chunks(), content.size());
		this.chunks = new ArrayList<>(content.subList(0, this.slow));
		if (whole) {
			this.chunks.addAll(answer.end(opening.request()));
		}
	}

	ChatStream open(List<Attempt> attempts) {
		return ChatStream.of(this.opening.model(), attempts, new Chunks(attempts));
	}

	/** An attempt that ends with the first chunk. */
	static final class Opening extends FakeStage<FakeStream> {

		Opening(TaotokenTime time, ModelAttempt attempt) {
			super(time, attempt);
		}

		@Override
		FakeStream begun(Answer answer) {
			return new FakeStream(this, answer);
		}

	}

	private final class Chunks implements Iterator<ChatCompletionChunk> {

		private final List<Attempt> attempts;

		private final StringBuilder text = new StringBuilder();

		private int next;

		private Chunks(List<Attempt> attempts) {
			this.attempts = attempts;
		}

		@Override
		public boolean hasNext() {
			return this.next < FakeStream.this.chunks.size() || FakeStream.this.answer.ending() != Ending.WHOLE;
		}

		@Override
		public ChatCompletionChunk next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			Duration stall = FakeStream.this.opening.attempt().model().timeouts().stall();
			try {
				return next(stall);
			}
			catch (GatewayException ex) {
				throw new StreamInterruptedException(FakeStream.this.opening.model(), ex.fault(), this.attempts,
						this.text.toString(), ex);
			}
		}

		private ChatCompletionChunk next(Duration stall) {
			if (this.next == FakeStream.this.chunks.size()) {
				throw FakeStream.this.opening.broken(FakeStream.this.answer, stall);
			}
			if (this.next > 0 && this.next < FakeStream.this.slow) {
				FakeStream.this.opening.waitFor(FakeStream.this.answer.pause(), stall);
			}
			ChatCompletionChunk chunk = FakeStream.this.chunks.get(this.next++);
			this.text.append((chunk.text() != null) ? chunk.text() : "");
			return chunk;
		}

	}

}
