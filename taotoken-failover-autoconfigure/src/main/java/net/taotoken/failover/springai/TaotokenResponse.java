package net.taotoken.failover.springai;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;

/**
 * Reads from a response of Spring AI how it came about. In a stream, the last response
 * knows all attempts. Responses that Spring AI puts together of a stream, such as those
 * that advisors see, do not have it.
 *
 * @since 0.1.0
 */
public final class TaotokenResponse {

	/** The key in the metadata of a response for the id of the model that was asked. */
	public static final String MODEL = "taotoken.model";

	/** The key in the metadata of a response for the list of attempts. */
	public static final String ATTEMPTS = "taotoken.attempts";

	private TaotokenResponse() {
	}

	/**
	 * The model that answered, by the id by which it was asked. The name by which the
	 * server calls it is
	 * {@link org.springframework.ai.chat.metadata.ChatResponseMetadata#getModel()}.
	 * @param response a response
	 * @return the id, or {@code null} if the response is from neither
	 * {@link TaotokenChatModel} nor {@link FailoverChatModel}
	 */
	public static @Nullable String model(ChatResponse response) {
		return (response.getMetadata().get(MODEL) instanceof String model) ? model : null;
	}

	/**
	 * Everything that was tried, in order; the last one is the answer.
	 * @param response a response
	 * @return the attempts; empty if the response is from neither of them
	 */
	public static List<Attempt> attempts(ChatResponse response) {
		return (response.getMetadata().get(ATTEMPTS) instanceof List<?> attempts)
				? attempts.stream().map(Attempt.class::cast).toList() : List.of();
	}

	/**
	 * A response that another provider's model has given, with what was tried.
	 */
	static ChatResponse withStory(ChatResponse response, String model, List<Attempt> attempts) {
		return ChatResponse.builder().from(response).metadata(MODEL, model).metadata(ATTEMPTS, attempts).build();
	}

}
