package net.taotoken.failover.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a model, in one piece or as a stream, as it is asked for. A stream brings
 * a word in each chunk, unless the chunks are given. Each method returns a changed copy.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class Answer extends Reply {

	private static final Pattern WORD = Pattern.compile("\\S+\\s*|\\s+");

	private static final TokenUsage USAGE = TokenUsage.of(13, 17);

	private static final String ID = "chatcmpl-test";

	private static final long CREATED = 1795392000;

	private final Function<ReceivedRequest, Content> content;

	private final @Nullable String finishReason;

	private final @Nullable TokenUsage usage;

	private final Duration delay;

	private final Duration pause;

	private final Ending ending;

	private final int chunks;

	private Answer(Function<ReceivedRequest, Content> content, @Nullable String finishReason,
			@Nullable TokenUsage usage, Duration delay, Duration pause, Ending ending, int chunks) {
		this.content = content;
		this.finishReason = finishReason;
		this.usage = usage;
		this.delay = delay;
		this.pause = pause;
		this.ending = ending;
		this.chunks = chunks;
	}

	private static Answer of(Function<ReceivedRequest, Content> content) {
		return new Answer(content, null, USAGE, Duration.ZERO, Duration.ZERO, Ending.WHOLE, 0);
	}

	static Answer of(List<String> pieces) {
		Content content = new Content(pieces, List.of());
		return of((request) -> content);
	}

	static Answer texts(Function<ReceivedRequest, String> text) {
		return of((request) -> new Content(pieces(text.apply(request)), List.of()));
	}

	static Answer calls(Function<ReceivedRequest, List<ToolCall>> calls) {
		return of((request) -> new Content(List.of(), calls.apply(request)));
	}

	private static List<String> pieces(String text) {
		return text.isEmpty() ? List.of("") : WORD.matcher(text).results().map(MatchResult::group).toList();
	}

	/**
	 * The answer begins later.
	 * @param delay how long the model thinks first
	 * @return a changed copy
	 */
	public Answer after(Duration delay) {
		return new Answer(this.content, this.finishReason, this.usage, delay, this.pause, this.ending, this.chunks);
	}

	/**
	 * The model takes its time between two chunks. An answer in one piece comes after all
	 * of these pauses.
	 * @param pause the time between two chunks
	 * @return a changed copy
	 */
	public Answer slowly(Duration pause) {
		return new Answer(this.content, this.finishReason, this.usage, this.delay, pause, this.ending, this.chunks);
	}

	/**
	 * The model falls silent in the middle. An answer in one piece does not come at all.
	 * @param chunks the number of chunks that come before
	 * @return a changed copy
	 */
	public Answer hangAfter(int chunks) {
		return ending(Ending.HANG, chunks);
	}

	/**
	 * The connection ends in the middle. An answer in one piece is cut in half.
	 * @param chunks the number of chunks that come before
	 * @return a changed copy
	 */
	public Answer cutAfter(int chunks) {
		return ending(Ending.CUT, chunks);
	}

	/**
	 * The stream tells in the middle that the model is overloaded, and ends. In one
	 * piece, the error comes instead of the answer.
	 * @param chunks the number of chunks that come before
	 * @return a changed copy
	 */
	public Answer errorAfter(int chunks) {
		return ending(Ending.ERROR, chunks);
	}

	private Answer ending(Ending ending, int chunks) {
		if (chunks < 0) {
			throw new IllegalArgumentException("'chunks' must not be negative, but is " + chunks);
		}
		return new Answer(this.content, this.finishReason, this.usage, this.delay, this.pause, ending, chunks);
	}

	/**
	 * The reason why the model stops.
	 * @param finishReason the reason, such as {@code length}; by default {@code stop}, or
	 * {@code tool_calls} if there are some
	 * @return a changed copy
	 */
	public Answer finishReason(String finishReason) {
		return new Answer(this.content, finishReason, this.usage, this.delay, this.pause, this.ending, this.chunks);
	}

	/**
	 * Sets the cost of the answer. A stream tells it if the request wants to know.
	 * @param usage the usage, or {@code null} to tell nothing; by default 13 and 17
	 * tokens
	 * @return a changed copy
	 */
	public Answer usage(@Nullable TokenUsage usage) {
		return new Answer(this.content, this.finishReason, usage, this.delay, this.pause, this.ending, this.chunks);
	}

	/** The code of the test is asked once for each request. */
	@Override
	Reply to(ReceivedRequest request) {
		Content content = this.content.apply(request);
		return new Answer((same) -> content, this.finishReason, this.usage, this.delay, this.pause, this.ending,
				this.chunks);
	}

	@Override
	<T> T play(Stage<T> stage) {
		return stage.answer(this);
	}

	Duration delay() {
		return this.delay;
	}

	Duration pause() {
		return this.pause;
	}

	Ending ending() {
		return this.ending;
	}

	/** The number of chunks before the ending, if that is not the end. */
	int chunks() {
		return this.chunks;
	}

	ChatCompletion completion(ReceivedRequest request) {
		Content content = this.content.apply(request);
		ChatMessage message = content.calls.isEmpty() ? ChatMessage.assistant(String.join("", content.pieces))
				: ChatMessage.assistant(content.calls);
		Choice choice = new Choice(0, message, finishReason(content), null, Map.of());
		return new ChatCompletion(ID, "chat.completion", CREATED, request.model(), List.of(choice), this.usage, null,
				null, Map.of(), null, List.of());
	}

	/**
	 * The chunks with the content, without the end.
	 */
	@SuppressWarnings("NullAway") // class files do not tell of type arguments
	List<ChatCompletionChunk> content(ReceivedRequest request) {
		Content content = this.content.apply(request);
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		content.pieces.forEach((piece) -> chunks.add(chunk(request, ChatMessage.assistant(piece), null)));
		for (int index = 0; index < content.calls.size(); index++) {
			ToolCall call = content.calls.get(index);
			ToolCall indexed = new ToolCall(index, call.id(), call.type(), call.function(), call.extra());
			chunks.add(chunk(request, ChatMessage.assistant(List.of(indexed)), null));
		}
		return chunks;
	}

	/**
	 * The chunks of the end.
	 */
	List<ChatCompletionChunk> end(ReceivedRequest request) {
		ChatMessage nothing = new ChatMessage(null, null, null, List.of(), null, null, null, Map.of());
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		chunks.add(chunk(request, nothing, finishReason(this.content.apply(request))));
		boolean wanted = request.body().streamOptions() != null
				&& Boolean.TRUE.equals(request.body().streamOptions().includeUsage());
		if (wanted && this.usage != null) {
			chunks.add(chunk(request, List.of(), this.usage));
		}
		return chunks;
	}

	private String finishReason(Content content) {
		if (this.finishReason != null) {
			return this.finishReason;
		}
		return content.calls.isEmpty() ? "stop" : "tool_calls";
	}

	private static ChatCompletionChunk chunk(ReceivedRequest request, ChatMessage delta,
			@Nullable String finishReason) {
		return chunk(request, List.of(new ChunkChoice(0, delta, finishReason, null, Map.of())), null);
	}

	private static ChatCompletionChunk chunk(ReceivedRequest request, List<ChunkChoice> choices,
			@Nullable TokenUsage usage) {
		return new ChatCompletionChunk(ID, "chat.completion.chunk", CREATED, request.model(), choices, usage, null,
				null, Map.of());
	}

	@Override
	public String toString() {
		return "an answer";
	}

	/** The ways in which an answer ends. */
	enum Ending {

		WHOLE, HANG, CUT, ERROR

	}

	private record Content(List<String> pieces, List<ToolCall> calls) {
	}

}
