package net.taotoken.failover;

import java.util.Iterator;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an answer that is there to its end.
 */
final class WholeAnswer implements ChunkSource {

	private final FailoverResult<List<ChatCompletionChunk>> result;

	private final List<Attempt> attempts;

	private final Iterator<ChatCompletionChunk> chunks;

	WholeAnswer(FailoverResult<List<ChatCompletionChunk>> result) {
		this.result = result;
		this.attempts = result.attempts();
		this.chunks = result.answer().iterator();
	}

	@Override
	public @Nullable ChatCompletionChunk next() {
		return this.chunks.hasNext() ? this.chunks.next() : null;
	}

	@Override
	public String model() {
		return this.result.model().id();
	}

	@Override
	public List<Attempt> attempts() {
		return this.attempts;
	}

	@Override
	public void close() {
	}

}
