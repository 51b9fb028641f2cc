package net.taotoken.samples.gateway;

import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The headers that clients and the gateway tell each other more by than OpenAI's API
 * knows.
 */
final class Headers {

	static final String MODEL = "x-taotoken-model";

	static final String ENTRY = "x-taotoken-entry";

	static final String ATTEMPTS = "x-taotoken-attempts";

	static final String FAILOVERS = "x-taotoken-failovers";

	static final String DELIVERY = "x-taotoken-delivery";

	private Headers() {
	}

	static @Nullable StreamDelivery delivery(HttpServletRequest request) {
		String delivery = request.getHeader(DELIVERY);
		if (delivery == null) {
			return null;
		}
		return switch (delivery.strip().toLowerCase(Locale.ROOT)) {
			case "live" -> StreamDelivery.LIVE;
			case "whole" -> StreamDelivery.WHOLE;
			default -> throw new RefusedRequestException(
					OpenAiError.badRequest("The header " + DELIVERY + " must be live or whole", DELIVERY));
		};
	}

	static void tell(HttpServletResponse response, @Nullable String model, List<Attempt> attempts) {
		if (model != null) {
			response.setHeader(MODEL, model);
			tellEntry(response, model, attempts);
		}
		response.setIntHeader(ATTEMPTS, attempts.size());
		response.setIntHeader(FAILOVERS, failovers(attempts));
	}

	// with several entries, an attempt names the model and the entry, as in model@entry
	private static void tellEntry(HttpServletResponse response, String model, List<Attempt> attempts) {
		String last = attempts.isEmpty() ? model : attempts.get(attempts.size() - 1).model();
		if (last.startsWith(model + '@')) {
			response.setHeader(ENTRY, last.substring(model.length() + 1));
		}
	}

	private static int failovers(List<Attempt> attempts) {
		int failovers = 0;
		for (int index = 1; index < attempts.size(); index++) {
			boolean sameModel = attempts.get(index).model().equals(attempts.get(index - 1).model());
			failovers += sameModel ? 0 : 1;
		}
		return failovers;
	}

}
