package net.taotoken.samples.springai;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.springai.TaotokenResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * An answer, and what the last of its calls took.
 *
 * @param text what the model said
 * @param model the model that said it
 * @param attempts everything that was tried, the answer included
 * @param tokens what all calls together cost
 */
record Answer(@Nullable String text, @Nullable String model, List<String> attempts, int tokens) {

	static Answer of(ChatResponse response) {
		Generation result = response.getResult();
		return new Answer((result != null) ? result.getOutput().getText() : null, TaotokenResponse.model(response),
				TaotokenResponse.attempts(response).stream().map(Attempt::describe).toList(),
				response.getMetadata().getUsage().getTotalTokens());
	}

}
