package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Collects from the chunks of an answer what they tell besides its text. For use by one
 * thread at a time.
 */
final class ChunkSummary {

	private @Nullable String responseModel;

	private @Nullable TokenUsage usage;

	void add(ChatCompletionChunk chunk) {
		if (chunk.isRestart()) {
			this.responseModel = null;
			this.usage = null;
			return;
		}
		this.responseModel = (chunk.model() != null) ? chunk.model() : this.responseModel;
		this.usage = (chunk.usage() != null) ? chunk.usage() : this.usage;
	}

	@Nullable String responseModel() {
		return this.responseModel;
	}

	@Nullable TokenUsage usage() {
		return this.usage;
	}

}
