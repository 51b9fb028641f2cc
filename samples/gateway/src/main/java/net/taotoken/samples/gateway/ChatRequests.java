package net.taotoken.samples.gateway;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Reads requests for chat completions, up to the largest size that is allowed, and finds
 * out whom they mean.
 */
@Component
class ChatRequests {

	private static final int LONGEST_MODEL = 256;

	private final int maxSize;

	private final CurrentRoutes routes;

	private final AskableModels models;

	ChatRequests(GatewayProperties properties, CurrentRoutes routes, AskableModels models) {
		this.maxSize = (int) properties.maxRequestSize().toBytes();
		this.routes = routes;
		this.models = models;
	}

	ChatCompletionRequest read(HttpServletRequest http) throws IOException {
		ChatCompletionRequest request = parse(body(http));
		checkModel(request.model());
		if (!this.models.mayBeAsked(request.model())) {
			throw new RefusedRequestException(new OpenAiError(404,
					"This gateway does not let you ask for that model: GET /v1/models lists those that it does",
					"invalid_request_error", "model_not_found", "model"));
		}
		return meansDefaultRoute(request) ? request.toBuilder().model(null).build() : request;
	}

	/** The id comes back in a header of the answer, and in logs. */
	private static void checkModel(@Nullable String model) {
		if (model != null && (model.length() > LONGEST_MODEL || model.chars().anyMatch(Character::isISOControl))) {
			throw new RefusedRequestException(OpenAiError.badRequest(
					"The model must have at most " + LONGEST_MODEL + " characters, and no control characters",
					"model"));
		}
	}

	private byte[] body(HttpServletRequest http) throws IOException {
		if (http.getContentLengthLong() > this.maxSize) {
			throw tooLarge();
		}
		byte[] body = http.getInputStream().readNBytes(this.maxSize + 1);
		if (body.length > this.maxSize) {
			throw tooLarge();
		}
		return body;
	}

	private RefusedRequestException tooLarge() {
		return new RefusedRequestException(OpenAiError.of(HttpStatus.CONTENT_TOO_LARGE,
				"The request is larger than the " + this.maxSize + " bytes that are allowed"));
	}

	@SuppressWarnings("ConstantValue")
	private static ChatCompletionRequest parse(byte[] body) {
		try {
			String infinite = FiniteNumbers.firstInfinite(body);
			if (infinite != null) {
				throw new RefusedRequestException(
						OpenAiError.badRequest("The number in the field " + infinite + " is too large", infinite));
			}
			ChatCompletionRequest request = WireJson.mapper().readValue(body, ChatCompletionRequest.class);
			if (request != null) {
				return request;
			}
			throw new RefusedRequestException(OpenAiError.badRequest("The body must be a JSON object", null));
		}
		catch (InputCoercionException ex) {
			throw new RefusedRequestException(wrongField(ex));
		}
		catch (StreamReadException ex) {
			throw new RefusedRequestException(OpenAiError.badRequest("The body is not valid JSON: see line "
					+ ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr(), null));
		}
		catch (JacksonException ex) {
			throw new RefusedRequestException(wrongField(ex));
		}
	}

	private static OpenAiError wrongField(JacksonException ex) {
		String field = field(ex.getPath());
		if (ex.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
			return OpenAiError.badRequest(cause.getMessage().split(":", 2)[0], field.isEmpty() ? null : field);
		}
		return field.isEmpty() ? OpenAiError.badRequest("The body must be a JSON object", null)
				: OpenAiError.badRequest("The field " + field + " does not have the form that it must have", field);
	}

	private static String field(List<JacksonException.Reference> path) {
		StringBuilder field = new StringBuilder();
		for (JacksonException.Reference reference : path) {
			if (reference.getPropertyName() == null) {
				field.append('[').append(reference.getIndex()).append(']');
				continue;
			}
			field.append(field.isEmpty() ? "" : ".").append(reference.getPropertyName());
		}
		return field.toString();
	}

	private boolean meansDefaultRoute(ChatCompletionRequest request) {
		Collection<Route> routes = this.routes.get().all();
		return AskableModels.AUTO.equals(request.model())
				&& routes.stream().noneMatch((route) -> route.name().equals(AskableModels.AUTO));
	}

}
