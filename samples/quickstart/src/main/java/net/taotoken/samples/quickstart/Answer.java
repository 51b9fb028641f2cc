package net.taotoken.samples.quickstart;

import java.util.List;

import net.taotoken.failover.chat.ChatCompletion;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and what it took to get it.
 *
 * @param text what the model said
 * @param model the model that said it
 * @param attempts everything that was tried, the answer included
 */
record Answer(@Nullable String text, @Nullable String model, List<AttemptSummary> attempts) {

	static Answer of(ChatCompletion completion) {
		return new Answer(completion.text(), completion.requestedModel(), AttemptSummary.of(completion.attempts()));
	}

}
