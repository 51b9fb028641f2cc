package net.taotoken.failover.springai;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * From the chunks of a stream to responses of Spring AI: one for each piece of text or
 * thinking, and a last one with the tool calls, the reason of the end, the usage and all
 * attempts, once the answer is proven whole. Spring AI puts responses in a row, so that a
 * tool call has to be whole when it comes.
 */
final class ResponseIterator implements Iterator<ChatResponse> {

	private final ChatStream stream;

	private final Iterator<ChatCompletionChunk> chunks;

	private final Consumer<ChatResponse> onEnd;

	private final ChatCompletionAssembler assembler = new ChatCompletionAssembler();

	private @Nullable ChatResponseMetadata metadata;

	private @Nullable Map<String, Object> plainProperties;

	private @Nullable String plainId;

	private @Nullable Integer plainIndex;

	private @Nullable ChatResponse next;

	private boolean ended;

	/**
	 * Create the responses.
	 * @param stream the stream, which nobody else reads
	 * @param onEnd gets the whole answer before the last response is handed out
	 */
	ResponseIterator(ChatStream stream, Consumer<ChatResponse> onEnd) {
		this.stream = stream;
		this.chunks = stream.iterator();
		this.onEnd = onEnd;
	}

	@Override
	public boolean hasNext() {
		while (this.next == null && !this.ended) {
			this.next = this.chunks.hasNext() ? piece(this.chunks.next()) : end();
		}
		return this.next != null;
	}

	@Override
	public ChatResponse next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		ChatResponse response = Objects.requireNonNull(this.next);
		this.next = null;
		return response;
	}

	private @Nullable ChatResponse piece(ChatCompletionChunk chunk) {
		if (chunk.isRestart()) {
			throw new IllegalStateException("The answer begins again, which a stream of Spring AI cannot say: "
					+ "read it by StreamDelivery.WHOLE, or set taotoken.stream.on-interruption=fail");
		}
		this.assembler.add(chunk);
		List<Generation> generations = new ArrayList<>(1);
		for (ChunkChoice choice : chunk.choices()) {
			if (choice.delta() != null && saysSomething(choice.delta())) {
				generations.add(new Generation(message(chunk, choice, choice.delta())));
			}
		}
		return generations.isEmpty() ? null : new ChatResponse(generations, metadata(chunk));
	}

	private static boolean saysSomething(ChatMessage delta) {
		return isSet(delta.text()) || isSet(delta.reasoningContent()) || isSet(delta.refusal());
	}

	private static boolean isSet(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

	private AssistantMessage message(ChatCompletionChunk chunk, ChunkChoice choice, ChatMessage delta) {
		return AssistantMessage.builder()
			.content(Objects.requireNonNullElse(delta.text(), ""))
			.properties(properties(chunk, choice, delta))
			.build();
	}

	private Map<String, Object> properties(ChatCompletionChunk chunk, ChunkChoice choice, ChatMessage delta) {
		if (delta.reasoningContent() == null && delta.refusal() == null) {
			return plainProperties(chunk, choice);
		}
		Map<String, Object> properties = CompletionMapper.properties(chunk.id(), choice.index());
		if (delta.reasoningContent() != null) {
			properties.put(CompletionMapper.REASONING, delta.reasoningContent());
		}
		if (delta.refusal() != null) {
			properties.put(CompletionMapper.REFUSAL, delta.refusal());
		}
		return properties;
	}

	/**
	 * Nearly all chunks of an answer tell the same of themselves, and each message makes
	 * a copy of it.
	 */
	private Map<String, Object> plainProperties(ChatCompletionChunk chunk, ChunkChoice choice) {
		if (this.plainProperties == null || !Objects.equals(this.plainId, chunk.id())
				|| !Objects.equals(this.plainIndex, choice.index())) {
			this.plainId = chunk.id();
			this.plainIndex = choice.index();
			this.plainProperties = CompletionMapper.properties(this.plainId, this.plainIndex);
		}
		return this.plainProperties;
	}

	private ChatResponseMetadata metadata(ChatCompletionChunk chunk) {
		ChatResponseMetadata metadata = this.metadata;
		if (metadata == null) {
			String asked = this.stream.model();
			metadata = ChatResponseMetadata.builder()
				.id(Objects.requireNonNullElse(chunk.id(), ""))
				.model(CompletionMapper.model(chunk.model(), asked))
				.keyValue(TaotokenResponse.MODEL, asked)
				.build();
			this.metadata = metadata;
		}
		return metadata;
	}

	private ChatResponse end() {
		this.ended = true;
		ChatCompletion completion = this.assembler.assemble().withRequest(this.stream.model(), this.stream.attempts());
		this.onEnd.accept(CompletionMapper.response(completion));
		return CompletionMapper.end(completion);
	}

}
