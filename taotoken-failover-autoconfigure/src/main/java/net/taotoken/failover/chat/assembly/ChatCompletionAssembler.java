package net.taotoken.failover.chat.assembly;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.chat.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of a stream together into the answer that the same request would have
 * got without streaming: texts, thinking, refusals and tool arguments are joined, tool
 * calls and answers go by their index, the probabilities of tokens and other lists are
 * put in a row, and the last usage counts.
 * <p>
 * Of fields that we do not know, those of a chunk or of a choice keep their last value;
 * those of a message come in pieces like its text, so that texts are joined (except
 * {@code id}, {@code type}, {@code name}, {@code role}, {@code format}, {@code status}
 * and {@code model}, where the last one wins), lists are put in a row, with elements of
 * the same {@code index} made one, maps are put together field by field, and the rest
 * keep their last value. {@code obfuscation}, which only pads chunks, is left out.
 * <p>
 * To be used by one thread at a time. It keeps all that it was given, however much.
 */
public final class ChatCompletionAssembler {

	private static final String PADDING = "obfuscation";

	private final Map<Integer, ChoiceAssembler> choices = new TreeMap<>();

	private final LooseFields extra = new LooseFields();

	private @Nullable String id;

	private @Nullable Long created;

	private @Nullable String model;

	private @Nullable TokenUsage usage;

	private @Nullable String systemFingerprint;

	private @Nullable String serviceTier;

	/**
	 * Add the next chunk.
	 * @param chunk the chunk
	 */
	public void add(ChatCompletionChunk chunk) {
		this.id = first(this.id, chunk.id());
		this.model = first(this.model, chunk.model());
		this.created = (this.created != null && this.created != 0) ? this.created : last(this.created, chunk.created());
		if (this.usage == null || (chunk.usage() != null && !chunk.usage().isEmpty())) {
			this.usage = chunk.usage();
		}
		this.systemFingerprint = last(this.systemFingerprint, chunk.systemFingerprint());
		this.serviceTier = last(this.serviceTier, chunk.serviceTier());
		this.extra.set(chunk.extra());
		addChoices(chunk.choices());
	}

	private void addChoices(List<ChunkChoice> pieces) {
		for (int position = 0; position < pieces.size(); position++) {
			ChunkChoice piece = pieces.get(position);
			Integer index = (piece.index() != null) ? piece.index() : Integer.valueOf(position);
			this.choices.computeIfAbsent(index, ChoiceAssembler::new).add(piece);
		}
	}

	/**
	 * The answer as far as it has come. Only a {@code finish_reason} in each of its
	 * choices proves that it is whole.
	 * @return the answer, without a requested model and without attempts; it does not
	 * change when more is added
	 */
	public ChatCompletion assemble() {
		List<Choice> choices = this.choices.values().stream().map(ChoiceAssembler::choice).toList();
		return new ChatCompletion(this.id, "chat.completion", this.created, this.model, choices, this.usage,
				this.systemFingerprint, this.serviceTier, this.extra.toMapWithout(PADDING), null, List.of());
	}

	private static @Nullable String first(@Nullable String known, @Nullable String value) {
		return (known == null || known.isBlank()) ? last(known, value) : known;
	}

	private static <T> @Nullable T last(@Nullable T known, @Nullable T value) {
		return (value != null) ? value : known;
	}

}
