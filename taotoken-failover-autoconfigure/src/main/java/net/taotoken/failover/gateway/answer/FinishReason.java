package net.taotoken.failover.gateway.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The meaning of a {@code finish_reason}. Vendors spell it in their own way, and invent
 * new ones, so the meaning is taken from the words that such reasons are made of. Case,
 * separators and a prefix such as {@code FINISH_REASON_} make no difference.
 */
enum FinishReason {

	/** No reason yet: nothing, or a word for it. */
	NONE(null),

	/** The content was filtered. */
	FILTERED("content_filter", "filter", "safety", "unsafe", "sensitiv", "prohibit", "recitation", "block", "spii",
			"=pii", "moderat", "polic", "violat", "guardrail", "harmful", "toxi", "risk", "=refusal", "=refused",
			"censor", "complian", "copyright", "illegal", "flagged", "敏感", "违规", "审核"),

	/** The answer broke off: the model or its server failed, or somebody stopped it. */
	BROKEN(null, "abort", "cancel", "fail", "error", "interrupt", "timeout", "=time", "=timed", "overload",
			"unavailable", "insufficient", "resource", "malform", "unexpected", "invalid", "missing", "exception",
			"disconnect", "network", "connection", "crash", "kill", "terminat", "broken", "exhaust", "quota", "preempt",
			"evict", "=many", "=rate", "throttl", "busy", "=lost", "expire", "deadline", "corrupt", "reset", "shutdown",
			"=drain", "drop", "reject", "denied", "=internal", "=oom", "=memory", "=load", "错误", "失败", "中断", "取消", "超时",
			"异常"),

	/** The answer is said to go on. */
	UNFINISHED(null, "incomplete", "unfinished", "partial", "progress", "pending", "running", "generating", "streaming",
			"processing", "queued", "continu", "unspecified"),

	/** A limit on its length cut the answer. */
	LENGTH("length", "length", "truncat", "repetit", "max", "limit", "window", "context", "=long", "budget", "长度",
			"截断"),

	/** The model wants tools called. */
	CALL("tool_calls", "tool", "function", "call"),

	/** A normal end. */
	END("stop", "stop", "complete", "finish", "done", "success", "normal", "=end", "=ended", "endturn", "endoftext",
			"=eos", "=eot", "=ok"),

	/** A reason of unknown meaning. */
	OTHER(null);

	private static final Pattern NO_REASON = Pattern.compile("|null|none|nil|undefined|false|0");

	private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

	private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

	private static final Pattern PREFIX = Pattern.compile("^(finish|stop)reason");

	private final @Nullable String protocolWord;

	@SuppressWarnings("ImmutableEnumChecker") // of List.of
	private final List<String> stems;

	FinishReason(@Nullable String protocolWord, String... stems) {
		this.protocolWord = protocolWord;
		this.stems = List.of(stems);
	}

	/**
	 * The meaning of a reason.
	 * @param reason the reason as a server spelled it
	 * @return its meaning
	 */
	static FinishReason of(@Nullable String reason) {
		if (reason == null) {
			return NONE;
		}
		return switch (reason) {
			case "stop" -> END;
			case "tool_calls", "function_call" -> CALL;
			case "length" -> LENGTH;
			case "content_filter" -> FILTERED;
			default -> ofWords(reason);
		};
	}

	/**
	 * A reason in the spelling of the protocol.
	 * @param reason the reason as a server spelled it
	 * @return the word of the protocol, the reason itself if there is none for it, or
	 * {@code null} if it is no reason yet
	 */
	static @Nullable String inProtocol(@Nullable String reason) {
		FinishReason meaning = of(reason);
		if (meaning.isOpen() || "function_call".equals(reason)) {
			return meaning.isOpen() ? null : reason;
		}
		return (meaning.protocolWord != null) ? meaning.protocolWord : reason;
	}

	/** Tells whether the answer is not said to have ended. */
	boolean isOpen() {
		return this == NONE || this == UNFINISHED;
	}

	/** Tells whether it says that there is no usable answer. */
	boolean isBad() {
		return this == FILTERED || this == BROKEN;
	}

	private static FinishReason ofWords(String reason) {
		String[] words = SEPARATORS.split(HUMP.matcher(reason).replaceAll("_").toLowerCase(Locale.ROOT));
		String together = PREFIX.matcher(String.join("", words)).replaceFirst("");
		if (NO_REASON.matcher(together).matches()) {
			return NONE;
		}
		List<String> wordList = Arrays.asList(words);
		for (FinishReason meaning : values()) {
			if (meaning.stems.stream().anyMatch((stem) -> matches(stem, wordList, together))) {
				return meaning;
			}
		}
		return OTHER;
	}

	/** Short stems, marked by {@code =}, are whole words only. */
	private static boolean matches(String stem, List<String> words, String together) {
		return (stem.charAt(0) == '=') ? words.contains(stem.substring(1)) : together.contains(stem);
	}

}
