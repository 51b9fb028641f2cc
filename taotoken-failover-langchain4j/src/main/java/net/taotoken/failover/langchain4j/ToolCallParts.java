package net.taotoken.failover.langchain4j;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.langchain4j.model.chat.response.PartialToolCall;
import net.taotoken.failover.chat.FunctionCall;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of tool calls for handlers that want to see them before they are whole.
 * Where a server numbers its calls in a way that leaves doubt to which call a piece
 * belongs, no further piece is handed on: the whole calls are put together with more
 * care. To be used by one thread.
 */
final class ToolCallParts {

	private final Map<Integer, Call> calls = new LinkedHashMap<>();

	private boolean doubtful;

	/**
	 * The next piece.
	 * @return the piece to hand on, or {@code null} for none
	 */
	@Nullable PartialToolCall next(ToolCall piece) {
		Integer index = piece.index();
		if (index == null || this.doubtful) {
			this.doubtful = true;
			return null;
		}
		Call call = this.calls.computeIfAbsent(index, (key) -> new Call(this.calls.size()));
		this.doubtful = call.isContradictedBy(piece);
		return this.doubtful ? null : call.next(piece);
	}

	private static final class Call {

		private final int position;

		private @Nullable String id;

		private @Nullable String name;

		private Call(int position) {
			this.position = position;
		}

		private boolean isContradictedBy(ToolCall piece) {
			return this.id != null && isSet(piece.id()) && !this.id.equals(piece.id());
		}

		private @Nullable PartialToolCall next(ToolCall piece) {
			FunctionCall function = piece.function();
			this.id = (this.id == null && isSet(piece.id())) ? piece.id() : this.id;
			if (function == null) {
				return null;
			}
			this.name = (this.name == null && isSet(function.name())) ? function.name() : this.name;
			if (this.name == null || !isSet(function.arguments())) {
				return null;
			}
			return PartialToolCall.builder()
				.index(this.position)
				.id(this.id)
				.name(this.name)
				.partialArguments(function.arguments())
				.build();
		}

		private static boolean isSet(@Nullable String text) {
			return text != null && !text.isEmpty();
		}

	}

}
