package net.taotoken.failover.springai;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptionsBuilder;

/**
 * Options of another provider, built as those of OpenAI are.
 */
public final class ForeignChatOptions implements ChatOptions {

	private final boolean set;

	ForeignChatOptions() {
		this(true);
	}

	private ForeignChatOptions(boolean set) {
		this.set = set;
	}

	public static Builder builder() {
		return new Builder(false);
	}

	@Override
	public Builder mutate() {
		return new Builder(this.set);
	}

	public String getBaseUrl() {
		return "set by default";
	}

	public @Nullable Integer getSeed() {
		return this.set ? 42 : null;
	}

	public @Nullable String getReasoningEffort() {
		return this.set ? "low" : null;
	}

	public @Nullable Boolean getStore() {
		return this.set ? true : null;
	}

	public @Nullable Object getAudio() {
		return this.set ? List.of("a secret voice") : null;
	}

	public Map<String, Object> getMetadata() {
		return Map.of();
	}

	@Override
	public @Nullable String getModel() {
		return this.set ? "theirs" : null;
	}

	@Override
	public @Nullable Double getFrequencyPenalty() {
		return null;
	}

	@Override
	public @Nullable Integer getMaxTokens() {
		return null;
	}

	@Override
	public @Nullable Double getPresencePenalty() {
		return null;
	}

	@Override
	public @Nullable List<String> getStopSequences() {
		return null;
	}

	@Override
	public @Nullable Double getTemperature() {
		return null;
	}

	@Override
	public @Nullable Integer getTopK() {
		return null;
	}

	@Override
	public @Nullable Double getTopP() {
		return null;
	}

	/**
	 * Builds it.
	 */
	public static final class Builder extends DefaultChatOptionsBuilder<Builder> {

		private final boolean set;

		Builder(boolean set) {
			this.set = set;
		}

		@Override
		public ChatOptions build() {
			return new ForeignChatOptions(this.set);
		}

	}

}
