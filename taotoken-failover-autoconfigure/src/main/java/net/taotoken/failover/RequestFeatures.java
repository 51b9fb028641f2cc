package net.taotoken.failover;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.ImageUrl;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.route.TokenDemand;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a request asks for, so that it need not be sent to a model that was seen to
 * lack it. The request is inspected only when contain() is called.
 *
 * @param request the request
 * @param streamed whether the answer has to come as a stream
 */
record RequestFeatures(ChatCompletionRequest request, boolean streamed) {

	private static final Set<String> THINKING_FIELDS = Set.of("thinking", "reasoning", "enable_thinking",
			"thinking_budget", "chat_template_kwargs");

	/** The bytes of a text of as many tokens as an image. */
	private static final int BYTES_OF_IMAGE = 4000;

	private static final Set<String> USUAL_ROLES = Set.of("system", "user", "assistant", "tool");

	/**
	 * Tells whether the request asks for a feature.
	 * @param missing the feature, as a model was seen to lack it
	 * @return {@code false} also where that cannot be told from the request alone
	 */
	boolean contain(MissingFeature missing) {
		return switch (missing.feature()) {
			case IMAGES -> hasPart("image");
			case AUDIO -> hasPart("audio") || this.request.extra().containsKey("audio");
			case VIDEO -> hasPart("video");
			case FILES -> hasPart("file") || hasPart("document");
			case TOOLS -> !this.request.tools().isEmpty() || this.request.extra().containsKey("functions");
			case TOOL_CHOICE -> hasToolChoice();
			case STRUCTURED_OUTPUT -> hasFormat();
			case STREAMING -> this.streamed;
			case THINKING -> this.request.reasoningEffort() != null
					|| this.request.extra().keySet().stream().anyMatch(THINKING_FIELDS::contains);
			case ROLES -> hasUnusualRoles(this.request.messages());
			case PREFILL -> isPrefilled(this.request.messages());
			case PARAMETER -> missing.parameter() != null && hasParameter(missing.parameter());
			case UNSTREAMED, HISTORY -> false;
		};
	}

	/**
	 * The size of the request, for an estimate of its tokens. All images count the same,
	 * because the number of tokens of an image does not depend on its number of bytes.
	 * @param written the same request as it is sent
	 */
	TokenDemand tokenDemand(GatewayRequest written) {
		long bytes = written.size();
		for (ChatMessage message : this.request.messages()) {
			if (message.content() != null) {
				for (ContentPart part : message.content().parts()) {
					bytes -= (part.imageUrl() != null) ? unread(part.imageUrl()) : 0;
				}
			}
		}
		Integer most = this.request.maxCompletionTokens();
		return new TokenDemand(bytes, (most != null) ? most : this.request.maxTokens());
	}

	private static int unread(ImageUrl image) {
		return (image.url() != null) ? Math.max(0, image.url().length() - BYTES_OF_IMAGE) : 0;
	}

	private boolean hasPart(String type) {
		return hasPart((part) -> part.type() != null && part.type().contains(type));
	}

	private boolean hasPart(Predicate<ContentPart> wanted) {
		for (ChatMessage message : this.request.messages()) {
			if (message.content() != null && message.content().parts().stream().anyMatch(wanted)) {
				return true;
			}
		}
		return false;
	}

	private boolean hasToolChoice() {
		Object choice = this.request.toolChoice();
		return choice != null && !choice.equals("auto") && !choice.equals("none");
	}

	private boolean hasFormat() {
		return this.request.responseFormat() != null && !"text".equals(this.request.responseFormat().type());
	}

	private static boolean hasUnusualRoles(List<ChatMessage> messages) {
		String before = null;
		for (ChatMessage message : messages) {
			String role = message.role();
			boolean late = "system".equals(role) && before != null && !"system".equals(before);
			boolean twice = role != null && role.equals(before) && !"tool".equals(role);
			boolean answerFirst = "assistant".equals(role) && (before == null || "system".equals(before));
			if (role == null || !USUAL_ROLES.contains(role) || late || twice || answerFirst) {
				return true;
			}
			before = role;
		}
		return false;
	}

	private static boolean isPrefilled(List<ChatMessage> messages) {
		ChatMessage last = messages.get(messages.size() - 1);
		return "assistant".equals(last.role());
	}

	private boolean hasParameter(String name) {
		@Nullable Object value = switch (name) {
			case "temperature" -> this.request.temperature();
			case "top_p" -> this.request.topP();
			case "n" -> this.request.n();
			case "stop" -> unlessEmpty(this.request.stop());
			case "max_tokens" -> this.request.maxTokens();
			case "max_completion_tokens" -> this.request.maxCompletionTokens();
			case "presence_penalty" -> this.request.presencePenalty();
			case "frequency_penalty" -> this.request.frequencyPenalty();
			case "logit_bias" -> unlessEmpty(this.request.logitBias());
			case "logprobs" -> this.request.logprobs();
			case "top_logprobs" -> this.request.topLogprobs();
			case "seed" -> this.request.seed();
			case "tools" -> unlessEmpty(this.request.tools());
			case "tool_choice" -> this.request.toolChoice();
			case "parallel_tool_calls" -> this.request.parallelToolCalls();
			case "response_format" -> this.request.responseFormat();
			case "reasoning_effort" -> this.request.reasoningEffort();
			case "user" -> this.request.user();
			case "stream", "stream_options" -> this.streamed ? name : null;
			default -> this.request.extra().get(name);
		};
		return value != null;
	}

	private static @Nullable Object unlessEmpty(List<?> list) {
		return list.isEmpty() ? null : list;
	}

	private static @Nullable Object unlessEmpty(Map<?, ?> map) {
		return map.isEmpty() ? null : map;
	}

}
