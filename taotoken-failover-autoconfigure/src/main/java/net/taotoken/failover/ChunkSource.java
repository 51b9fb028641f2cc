package net.taotoken.failover;

import java.util.List;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The source of the chunks of an answer. Read by one thread at a time; closed by any.
 */
interface ChunkSource extends AutoCloseable {

	/**
	 * The next chunk, or {@code null} at the proven end.
	 */
	@Nullable ChatCompletionChunk next();

	/**
	 * The model whose answer it is.
	 */
	String model();

	/**
	 * The attempts so far.
	 */
	List<Attempt> attempts();

	@Override
	void close();

}
