package net.taotoken.failover.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import net.taotoken.failover.control.UnknownTargetException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Gives the {@link TaotokenEndpoint} the language of HTTP: 404 for an unknown model or
 * route and 400 for a wrong parameter, both with a body that says what is wrong.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = TaotokenEndpoint.class)
public class TaotokenEndpointWebExtension {

	private final TaotokenEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 */
	public TaotokenEndpointWebExtension(TaotokenEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * One model, all models or one route.
	 * @param path as for {@link TaotokenEndpoint#one}
	 * @return its details, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> one(@Selector(match = Match.ALL_REMAINING) String[] path) {
		return respond(() -> this.endpoint.one(path));
	}

	/**
	 * Steer a model or a route.
	 * @param context who asks
	 * @param path as for {@link TaotokenEndpoint#steer}
	 * @param action as for {@link TaotokenEndpoint#steer}
	 * @param duration as for {@link TaotokenEndpoint#steer}
	 * @param order as for {@link TaotokenEndpoint#steer}
	 * @return what was done and how long it lasts, or 404 or 400
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Object>> steer(SecurityContext context,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String action, @Nullable String duration,
			@Nullable String order) {
		return respond(() -> this.endpoint.steer(context, path, action, duration, order));
	}

	private static WebEndpointResponse<Map<String, Object>> respond(Supplier<Map<String, Object>> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (UnknownTargetException ex) {
			return refusal(ex, WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (IllegalArgumentException ex) {
			return refusal(ex, WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	private static WebEndpointResponse<Map<String, Object>> refusal(IllegalArgumentException ex, int status) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("error", Objects.requireNonNull(ex.getMessage()));
		return new WebEndpointResponse<>(body, status);
	}

}
