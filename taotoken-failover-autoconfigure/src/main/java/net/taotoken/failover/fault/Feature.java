package net.taotoken.failover.fault;

import java.util.Locale;

/**
 * A thing that a request may ask for and that not every model can do. Each but
 * {@link #HISTORY} can be told from a request alone.
 *
 * @since 0.1.0
 */
public enum Feature {

	/** Images as input. */
	IMAGES,

	/** Sound as input or output. */
	AUDIO,

	/** Videos as input. */
	VIDEO,

	/** Documents and other files as input. */
	FILES,

	/** Tools, or functions, chosen in any way. */
	TOOLS,

	/** A choice of tools: one named tool, or the duty to call one. */
	TOOL_CHOICE,

	/** An answer in JSON, with or without a schema. */
	STRUCTURED_OUTPUT,

	/** An answer as a stream. */
	STREAMING,

	/** An answer in one piece, for models that can only stream. */
	UNSTREAMED,

	/** Thinking, or an effort of reasoning, switched on or off. */
	THINKING,

	/**
	 * Roles in the order or of the kind that the request has, such as two of one role in
	 * a row.
	 */
	ROLES,

	/**
	 * A conversation that ends with words of the assistant, which the model is to go on
	 * with.
	 */
	PREFILL,

	/** A parameter of the request, with any value or with this one. */
	PARAMETER,

	/**
	 * A conversation that another model took part in: its thought signatures, reasoning,
	 * encrypted content or ids of tool calls. It says nothing of other conversations.
	 */
	HISTORY;

	private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * The name in health details, such as {@code structured-output}.
	 * @return the kebab-case name
	 */
	public String id() {
		return this.id;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
