package net.taotoken.failover.chat.assembly;

import net.taotoken.failover.chat.FunctionCall;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Puts one tool call together.
 */
final class ToolCallAssembler {

	private final @Nullable Integer index;

	private @Nullable String id;

	private @Nullable String type;

	private boolean isFunction;

	private @Nullable String name;

	private final TextAssembler arguments = new TextAssembler();

	private final LooseFields functionExtra = new LooseFields();

	private final LooseFields extra = new LooseFields();

	ToolCallAssembler(@Nullable Integer index) {
		this.index = index;
	}

	/**
	 * Tells whether a piece belongs to this call. Some servers number all their calls
	 * alike, or not at all: then another id or, without ids, another name begins another
	 * call.
	 */
	boolean isContinuedBy(ToolCall piece) {
		if (this.index != null && piece.index() != null && !this.index.equals(piece.index())) {
			return false;
		}
		FunctionCall function = piece.function();
		boolean named = function != null && isSet(function.name());
		if (isSet(piece.id()) && this.id != null) {
			return this.id.equals(piece.id()) || (!named && piece.index() != null);
		}
		return piece.index() != null || !named || this.name == null;
	}

	void add(ToolCall piece) {
		this.id = first(this.id, piece.id());
		this.type = first(this.type, piece.type());
		this.extra.join(piece.extra());
		FunctionCall function = piece.function();
		if (function != null) {
			this.isFunction = true;
			this.name = first(this.name, function.name());
			this.arguments.add(function.arguments());
			this.functionExtra.join(function.extra());
		}
	}

	ToolCall toolCall() {
		FunctionCall function = this.isFunction
				? new FunctionCall(this.name, this.arguments.text(), this.functionExtra.toMap()) : null;
		return new ToolCall(null, this.id, this.type, function, this.extra.toMap());
	}

	private static @Nullable String first(@Nullable String known, @Nullable String piece) {
		return (known == null && isSet(piece)) ? piece : known;
	}

	private static boolean isSet(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

}
