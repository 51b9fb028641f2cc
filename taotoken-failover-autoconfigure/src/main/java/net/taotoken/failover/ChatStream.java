package net.taotoken.failover;

import java.lang.ref.Reference;
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
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * An answer in chunks, read once, from its first to its last, in one of the ways below.
 * It ends only when the answer is proven whole; a break is an exception, never an end.
 * Read it by one thread at a time; {@link #close()} may be called by any. A stream that
 * was read to its end, or broke, is closed; one that is given up earlier has to be
 * closed, which cancels the request. A stream that is forgotten is closed when the
 * garbage collector finds it, and the log tells at debug level where it was opened.
 *
 * @since 0.1.0
 */
public final class ChatStream implements Iterable<ChatCompletionChunk>, AutoCloseable {

	private final ChunkSource source;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final AtomicBoolean reading = new AtomicBoolean();

	private final ForgottenStream forgotten;

	ChatStream(ChunkSource source) {
		this.source = source;
		this.forgotten = ForgottenStream.watch(this, source);
	}

	/**
	 * A stream of chunks that are there, such as for a test that fakes
	 * {@link TaotokenOperations}. It has no attempts.
	 * @param model the id of the model that answers
	 * @param chunks the chunks, in order
	 * @return the stream
	 */
	public static ChatStream of(String model, ChatCompletionChunk... chunks) {
		return of(model, List.of(), List.of(chunks).iterator());
	}

	/**
	 * A stream that brings a completion, in the chunks of
	 * {@link ChatCompletion#toChunks()}.
	 * @param completion the completion, whose requested model and attempts are those of
	 * the stream
	 * @return the stream
	 */
	public static ChatStream of(ChatCompletion completion) {
		String model = Objects.requireNonNullElse(completion.requestedModel(),
				Objects.requireNonNullElse(completion.model(), ""));
		return of(model, completion.attempts(), completion.toChunks().iterator());
	}

	/**
	 * A stream of chunks as an iterator brings them, such as for a test of what follows a
	 * break.
	 * @param model the id of the model that answers
	 * @param attempts what was tried, in order
	 * @param chunks brings the chunks; what it throws reaches the reader, such as a
	 * {@link StreamInterruptedException}. If it is {@link AutoCloseable}, it is closed
	 * with the stream, perhaps more than once, so that a test sees a cancellation
	 * @return the stream
	 */
	public static ChatStream of(String model, List<Attempt> attempts, Iterator<ChatCompletionChunk> chunks) {
		return new ChatStream(new BufferedChunks(model, List.copyOf(attempts), chunks));
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
	 * Give the answer up. A reader that waits for the next chunk gets a
	 * {@link StreamInterruptedException}. Does not wait, and may be called more than
	 * once.
	 */
	@Override
	public void close() {
		this.forgotten.stopWatching();
		this.source.close();
	}

	private @Nullable ChatCompletionChunk next() {
		if (!this.reading.compareAndSet(false, true)) {
			// it would look as if the model had sent rubbish
			throw new IllegalStateException("A chat stream can be read by one thread at a time only");
		}
		boolean readOn = false;
		try {
			ChatCompletionChunk chunk = this.source.next();
			readOn = chunk != null;
			return chunk;
		}
		finally {
			this.reading.set(false);
			if (!readOn) {
				close();
			}
			// else the compiler may let a stream be collected while it is being read
			Reference.reachabilityFence(this);
		}
	}

	private final class Chunks implements Iterator<ChatCompletionChunk> {

		private @Nullable ChatCompletionChunk next;

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = ChatStream.this.next();
			}
			return this.next != null;
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
