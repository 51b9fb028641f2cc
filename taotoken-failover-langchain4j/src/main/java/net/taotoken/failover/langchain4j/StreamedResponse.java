package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream, and hands what comes to a handler. To be used by one thread; the
 * handle that is handed on may be used by any.
 */
final class StreamedResponse {

	private final GuardedHandler handler;

	private final ChatCompletionAssembler assembler = new ChatCompletionAssembler();

	private final ToolCallParts toolCallParts = new ToolCallParts();

	private final StreamHandle handle = new StreamHandle(this::close);

	private final PartialResponseContext responseContext = new PartialResponseContext(this.handle);

	private final PartialThinkingContext thinkingContext = new PartialThinkingContext(this.handle);

	private final PartialToolCallContext toolCallContext = new PartialToolCallContext(this.handle);

	private volatile @Nullable ChatStream stream;

	StreamedResponse(GuardedHandler handler) {
		this.handler = handler;
	}

	/**
	 * Read the whole stream.
	 * @param open opens it
	 */
	void read(Supplier<ChatStream> open) {
		try (ChatStream stream = open.get()) {
			this.stream = stream;
			for (ChatCompletionChunk chunk : stream) {
				add(chunk);
			}
			ChatResponse response = ChatResponseMapper
				.map(this.assembler.assemble().withRequest(stream.model(), stream.attempts()));
			complete(response);
		}
		catch (Throwable ex) {
			if (!this.handle.isCancelled()) {
				this.handler.error(ex);
			}
		}
	}

	private void add(ChatCompletionChunk chunk) {
		if (chunk.isRestart()) {
			throw new IllegalStateException(
					"The answer begins again, and LangChain4j has no way to tell that to a handler: "
							+ "set taotoken.stream.on-interruption=fail, or taotoken.stream.delivery=whole");
		}
		this.assembler.add(chunk);
		ChatMessage delta = chunk.choices().isEmpty() ? null : chunk.choices().get(0).delta();
		if (delta != null) {
			handOn(delta);
		}
	}

	private void handOn(ChatMessage delta) {
		String thinking = delta.reasoningContent();
		if (thinking != null && !thinking.isEmpty()) {
			notifyHandler((handler) -> handler.onPartialThinking(new PartialThinking(thinking), this.thinkingContext));
		}
		String text = delta.text();
		if (text != null && !text.isEmpty()) {
			notifyHandler((handler) -> handler.onPartialResponse(new PartialResponse(text), this.responseContext));
		}
		for (ToolCall piece : delta.toolCalls()) {
			PartialToolCall part = this.toolCallParts.next(piece);
			if (part != null) {
				notifyHandler((handler) -> handler.onPartialToolCall(part, this.toolCallContext));
			}
		}
	}

	private void complete(ChatResponse response) {
		List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
		for (int index = 0; index < calls.size(); index++) {
			CompleteToolCall call = new CompleteToolCall(index, calls.get(index));
			notifyHandler((handler) -> handler.onCompleteToolCall(call));
		}
		notifyHandler((handler) -> handler.onCompleteResponse(response));
	}

	private void notifyHandler(Consumer<StreamingChatResponseHandler> step) {
		if (!this.handle.isCancelled()) {
			this.handler.call(step);
		}
	}

	private void close() {
		ChatStream stream = this.stream;
		if (stream != null) {
			stream.close();
		}
	}

}
