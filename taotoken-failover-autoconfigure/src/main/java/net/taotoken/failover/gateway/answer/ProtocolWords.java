package net.taotoken.failover.gateway.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.ChunkChoice;
import org.jspecify.annotations.Nullable;

/**
 * Hands answers on with every {@code finish_reason} in the spelling of the protocol, so
 * that a caller finds {@code stop} and {@code length} for every model. The spelling of
 * the server is kept as {@code native_finish_reason}.
 */
public final class ProtocolWords {

	private static final String NATIVE = "native_finish_reason";

	private ProtocolWords() {
	}

	public static ChatCompletion of(ChatCompletion answer) {
		if (isUsual(answer)) {
			return answer;
		}
		List<Choice> choices = answer.choices().stream().map(ProtocolWords::of).toList();
		return new ChatCompletion(answer.id(), answer.object(), answer.created(), answer.model(), choices,
				answer.usage(), answer.systemFingerprint(), answer.serviceTier(), answer.extra(),
				answer.requestedModel(), answer.attempts());
	}

	public static ChatCompletionChunk of(ChatCompletionChunk chunk) {
		List<ChunkChoice> pieces = chunk.choices();
		for (int position = 0; position < pieces.size(); position++) {
			if (!isUsual(pieces.get(position).finishReason())) {
				List<ChunkChoice> choices = pieces.stream().map(ProtocolWords::of).toList();
				return new ChatCompletionChunk(chunk.id(), chunk.object(), chunk.created(), chunk.model(), choices,
						chunk.usage(), chunk.systemFingerprint(), chunk.serviceTier(), chunk.extra());
			}
		}
		return chunk;
	}

	private static boolean isUsual(ChatCompletion answer) {
		for (Choice choice : answer.choices()) {
			if (!isUsual(choice.finishReason())) {
				return false;
			}
		}
		return true;
	}

	private static Choice of(Choice choice) {
		String reason = FinishReason.inProtocol(choice.finishReason());
		return new Choice(choice.index(), choice.message(), reason, choice.logprobs(),
				extra(choice.extra(), choice.finishReason(), reason));
	}

	private static ChunkChoice of(ChunkChoice choice) {
		String reason = FinishReason.inProtocol(choice.finishReason());
		return new ChunkChoice(choice.index(), choice.delta(), reason, choice.logprobs(),
				extra(choice.extra(), choice.finishReason(), reason));
	}

	private static Map<String, @Nullable Object> extra(Map<String, @Nullable Object> extra, @Nullable String spelling,
			@Nullable String reason) {
		if (reason == null || reason.equals(spelling) || extra.get(NATIVE) != null) {
			return extra;
		}
		Map<String, @Nullable Object> more = new LinkedHashMap<>(extra);
		more.put(NATIVE, spelling);
		return more;
	}

	private static boolean isUsual(@Nullable String reason) {
		return reason == null || reason.equals("stop") || Objects.equals(FinishReason.inProtocol(reason), reason);
	}

}
