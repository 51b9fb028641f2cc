package net.taotoken.failover.gateway.answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FinishReasonTests {

	@ParameterizedTest
	@ValueSource(strings = { "stop", "STOP", "Stop", "end_turn", "EndTurn", "eos", "eos_token", "stop_sequence",
			"completed", "COMPLETE", "done", "finished", "success", "FINISH_REASON_STOP", "normal", "<|endoftext|>" })
	void endsAreRecognised(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.END);
	}

	@ParameterizedTest
	@ValueSource(strings = { "length", "LENGTH", "max_tokens", "MAX_TOKENS", "maxTokens", "max_output_tokens",
			"model_length", "token_limit", "model_context_window_exceeded", "truncated", "FINISH_REASON_MAX_TOKENS",
			"max-completion-tokens", "too_long", "repetition" })
	void cutsByLengthAreRecognised(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.LENGTH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tool_calls", "TOOL_CALL", "toolUse", "tool_use", "function_call", "FunctionCall" })
	void callsAreRecognised(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.CALL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "content_filter", "ContentFilter", "content_filtered", "SAFETY", "PROHIBITED_CONTENT",
			"RECITATION", "BLOCKLIST", "SPII", "IMAGE_SAFETY", "sensitive", "guardrail_intervened", "refusal",
			"content_policy_violation", "ERROR_TOXIC", "moderated", "FINISH_REASON_SAFETY", "high-risk" })
	void filtersAreRecognised(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.FILTERED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "abort", "ABORTED", "cancelled", "canceled", "user_cancel", "failed", "failure", "error",
			"network_error", "insufficient_system_resource", "MALFORMED_FUNCTION_CALL", "malformed_function_call",
			"UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE", "timeout", "timed_out",
			"time_limit", "rate_limit", "server_overloaded", "interrupted", "engine_unavailable", "connection_lost",
			"ServerDisconnected", "out_of_memory", "deadline-exceeded", "preempted", "internal_exception", "timedOut",
			"TooManyToolCalls" })
	void breaksAreRecognised(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.BROKEN);
		assertThat(FinishReason.of(reason).isBad()).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "null", "NULL", "None", "nil", "false", "undefined", "0", "FINISH_REASON_NONE" })
	void nothingIsNoReason(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.NONE);
		assertThat(FinishReason.of(reason).isOpen()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "incomplete", "unfinished", "in_progress", "RUNNING", "pending", "generating",
			"FINISH_REASON_UNSPECIFIED", "partial" })
	void wordsForNotYetAreNoEnd(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.UNFINISHED);
		assertThat(FinishReason.of(reason).isOpen()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "OTHER", "FINISH_REASON_OTHER", "stopReasonUnknown", "revoked", "pause_turn",
			"7", "xyzzy", "\u5176\u4ed6" })
	void whatNobodyKnowsIsOfUnknownMeaning(String reason) {
		assertThat(FinishReason.of(reason)).isEqualTo(FinishReason.OTHER);
	}

	@ParameterizedTest
	@CsvSource({ "STOP,stop", "end_turn,stop", "MAX_TOKENS,length", "toolUse,tool_calls", "SAFETY,content_filter",
			"function_call,function_call", "abort,abort", "unknown,unknown", "stop,stop", "running,", "null,", "'',", })
	void reasonsAreHandedOnInTheWordsOfTheProtocol(String reason, String word) {
		assertThat(FinishReason.inProtocol(reason)).isEqualTo(word);
	}

	@Test
	void noReasonStaysNoReason() {
		assertThat(FinishReason.inProtocol(null)).isNull();
	}

}
