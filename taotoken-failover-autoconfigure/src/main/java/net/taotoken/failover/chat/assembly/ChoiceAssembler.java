package net.taotoken.failover.chat.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Puts one of the answers together.
 */
final class ChoiceAssembler {

	private static final String LOGPROBS = "logprobs";

	private final int index;

	private boolean hasMessage;

	private @Nullable String role;

	private @Nullable String name;

	private @Nullable String toolCallId;

	private final ContentAssembler content = new ContentAssembler();

	private final TextAssembler refusal = new TextAssembler();

	private final TextAssembler reasoning = new TextAssembler();

	private final List<ToolCallAssembler> toolCalls = new ArrayList<>();

	private final LooseFields messageExtra = new LooseFields();

	private @Nullable String finishReason;

	private final LooseFields logprobs = new LooseFields();

	private final LooseFields extra = new LooseFields();

	ChoiceAssembler(int index) {
		this.index = index;
	}

	void add(ChunkChoice piece) {
		if (piece.delta() != null) {
			add(piece.delta());
		}
		String finishReason = piece.finishReason();
		if (finishReason != null && !finishReason.isBlank() && !"null".equals(finishReason)) {
			this.finishReason = finishReason;
		}
		this.logprobs.join(LOGPROBS, piece.logprobs());
		this.extra.set(piece.extra());
	}

	private void add(ChatMessage delta) {
		this.hasMessage = true;
		this.role = (this.role != null) ? this.role : delta.role();
		this.name = (this.name != null) ? this.name : delta.name();
		this.toolCallId = (this.toolCallId != null) ? this.toolCallId : delta.toolCallId();
		this.content.add(delta.content());
		this.refusal.add(delta.refusal());
		this.reasoning.add(delta.reasoningContent());
		this.messageExtra.join(delta.extra());
		delta.toolCalls().forEach(this::add);
	}

	private void add(ToolCall piece) {
		for (int position = this.toolCalls.size() - 1; position >= 0; position--) {
			if (this.toolCalls.get(position).isContinuedBy(piece)) {
				this.toolCalls.get(position).add(piece);
				return;
			}
		}
		ToolCallAssembler call = new ToolCallAssembler(piece.index());
		call.add(piece);
		this.toolCalls.add(call);
	}

	Choice choice() {
		// some servers repeat the whole message beside its last piece
		Map<String, @Nullable Object> extra = this.extra.toMapWithout("message");
		return new Choice(this.index, this.hasMessage ? message() : null, this.finishReason,
				this.logprobs.get(LOGPROBS), extra);
	}

	private ChatMessage message() {
		return new ChatMessage((this.role != null) ? this.role : "assistant", this.content.content(), this.name,
				this.toolCalls.stream().map(ToolCallAssembler::toolCall).toList(), this.toolCallId,
				this.refusal.textUnlessEmpty(), this.reasoning.textUnlessEmpty(), this.messageExtra.toMap());
	}

}
