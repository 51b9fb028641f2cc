package net.taotoken.failover.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import net.taotoken.failover.control.UnknownTargetException;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Gives the {@link TaotokenEndpoint} the language of HTTP: a page for browsers, 404 for
 * an unknown model or route and 400 for a wrong parameter, both with a body that says
 * what is wrong.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = TaotokenEndpoint.class)
public class TaotokenEndpointWebExtension {

	private final TaotokenEndpoint endpoint;

	private final LiveState state;

	private final LivePage page;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 * @param journal the recent past, for the page
	 * @param path the path of the endpoint below that of the actuator
	 * @param access tells what the page may offer
	 * @param time tells the time
	 */
	public TaotokenEndpointWebExtension(TaotokenEndpoint endpoint, CallJournal journal, String path,
			Supplier<Access> access, TimeSource time) {
		this.endpoint = endpoint;
		this.state = new LiveState(endpoint, journal, access, time);
		this.page = new LivePage(path.substring(path.lastIndexOf('/') + 1), this.state);
	}

	/**
	 * Everything: as a page for browsers, as JSON for others.
	 * @param media what the client accepts
	 * @return the page, or the same as {@link TaotokenEndpoint#all()}
	 */
	@ReadOperation(producesFrom = EndpointMedia.class)
	WebEndpointResponse<Object> all(EndpointMedia media) {
		return (media == EndpointMedia.PAGE) ? this.page.html() : new WebEndpointResponse<>(this.endpoint.all(),
				WebEndpointResponse.STATUS_OK, media.getProducedMimeType());
	}

	/**
	 * One model, all models, one route, the last calls, or a file of the page.
	 * @param path as for {@link TaotokenEndpoint#one}
	 * @param known what the page has already
	 * @return its details, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> one(@Selector(match = Match.ALL_REMAINING) String[] path,
			@Nullable String known) {
		String whole = String.join("/", path);
		return LivePage.has(whole) ? this.page.get(whole, known) : respond(() -> this.endpoint.one(path));
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
	public WebEndpointResponse<Object> steer(SecurityContext context,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String action, @Nullable String duration,
			@Nullable String order) {
		WebEndpointResponse<Object> response = respond(
				() -> this.endpoint.steer(context, path, action, duration, order));
		this.state.changed();
		return response;
	}

	private static WebEndpointResponse<Object> respond(Supplier<Map<String, Object>> operation) {
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

	private static WebEndpointResponse<Object> refusal(IllegalArgumentException ex, int status) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("error", Objects.requireNonNull(ex.getMessage()));
		return new WebEndpointResponse<>(body, status);
	}

}
