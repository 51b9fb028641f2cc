package net.taotoken.failover;

import java.util.Iterator;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that need no request: those of an answer that is there as a whole, or of a fake.
 *
 * @param model the id of the model that answered
 * @param attempts what was tried
 * @param chunks brings the chunks
 */
record BufferedChunks(String model, List<Attempt> attempts,
		Iterator<ChatCompletionChunk> chunks) implements ChunkSource {

	@Override
	public @Nullable ChatCompletionChunk next() {
		return this.chunks.hasNext() ? this.chunks.next() : null;
	}

	@Override
	public void close() {
		if (this.chunks instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException("The chunks cannot be closed", ex);
			}
		}
	}

}
