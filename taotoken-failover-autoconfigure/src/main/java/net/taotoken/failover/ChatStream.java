package net.taotoken.failover;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionAssembler;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * An answer in chunks, read once, from its first to its last, in one of the ways below.
 * It ends only when the answer is proven whole; a break is an exception, never an end.
 * Read it by one thread at a time; {@link #close()} may be called by any. A stream that
 * was read to its end, or broke, is closed; one that is given up earlier has to be
 * closed, which cancels the request.
 */
public final class ChatStream implements Iterable<ChatCompletionChunk>, AutoCloseable {

	private final ChunkSource source;

	private final AtomicBoolean begun = new AtomicBoolean();

	ChatStream(ChunkSource source) {
		this.source = source;
	}

	/**
	 * The model that answers. It changes when another model begins the answer again.
	 * @return the id of the model that was asked
	 */
	public String model() {
		return this.source.model();
	}

	/**
	 * Every attempt so far, in order; the last one is the answer, and its duration is the
	 * time to its first token.
	 * @return the attempts
	 */
	public List<Attempt> attempts() {
		return List.copyOf(this.source.attempts());
	}

	/**
	 * The chunks.
	 * @return an iterator, whose methods throw a {@link StreamInterruptedException} if
	 * the answer breaks
	 * @throws IllegalStateException if the stream is being read already
	 */
	@Override
	public Iterator<ChatCompletionChunk> iterator() {
		if (!this.begun.compareAndSet(false, true)) {
			throw new IllegalStateException("A chat stream can be read once only");
		}
		return new Chunks();
	}

	/**
	 * The chunks.
	 * @return a sequential stream, which throws a {@link StreamInterruptedException} if
	 * the answer breaks; closing it closes this
	 * @throws IllegalStateException if the stream is being read already
	 */
	public Stream<ChatCompletionChunk> stream() {
		int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), characteristics), false)
			.onClose(this::close);
	}

	/**
	 * The text of the first answer, piece by piece, and nothing else.
	 * @return a sequential stream of pieces that are not empty, which throws a
	 * {@link StreamInterruptedException} if the answer breaks, and an
	 * {@link IllegalStateException} if another model begins it again, since texts cannot
	 * say so; closing it closes this
	 * @throws IllegalStateException if the stream is being read already
	 */
	public Stream<String> texts() {
		return stream().map(ChatStream::text).filter(Objects::nonNull).map(Objects::requireNonNull);
	}

	private static @Nullable String text(ChatCompletionChunk chunk) {
		if (chunk.isRestart()) {
			throw new IllegalStateException("The answer begins again: read chunks instead of texts to be told so, "
					+ "or set taotoken.stream.on-interruption=fail");
		}
		String text = chunk.text();
		return (text != null && !text.isEmpty()) ? text : null;
	}

	/**
	 * Read all chunks and put them together.
	 * @return the same completion that a call without streaming would have brought
	 * @throws StreamInterruptedException if the answer breaks
	 * @throws IllegalStateException if the stream is being read already
	 */
	public ChatCompletion complete() {
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		for (ChatCompletionChunk chunk : this) {
			if (chunk.isRestart()) {
				assembler = new ChatCompletionAssembler();
			}
			else {
				assembler.add(chunk);
			}
		}
		return assembler.assemble().withRequest(model(), attempts());
	}

	/**
	 * Give the answer up. Whoever waits for the next chunk gets a
	 * {@link StreamInterruptedException}. Does not wait, and may be called more than
	 * once.
	 */
	@Override
	public void close() {
		this.source.close();
	}

	private final class Chunks implements Iterator<ChatCompletionChunk> {

		private @Nullable ChatCompletionChunk next;

		private boolean ended;

		@Override
		public boolean hasNext() {
			if (this.next == null && !this.ended) {
				this.next = read();
				this.ended = this.next == null;
			}
			return this.next != null;
		}

		private @Nullable ChatCompletionChunk read() {
			boolean readOn = false;
			try {
				ChatCompletionChunk chunk = ChatStream.this.source.next();
				readOn = chunk != null;
				return chunk;
			}
			finally {
				if (!readOn) {
					this.ended = true;
					close();
				}
			}
		}

		@Override
		public ChatCompletionChunk next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			ChatCompletionChunk chunk = Objects.requireNonNull(this.next);
			this.next = null;
			return chunk;
		}

	}

}
