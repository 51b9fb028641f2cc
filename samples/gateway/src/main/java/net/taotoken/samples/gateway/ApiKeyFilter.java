package net.taotoken.samples.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets clients in that bring one of the keys, if there are any, and counts their requests
 * by the name of the key. The health and the first page are for all. People who look at
 * the actuator with a browser give the key as a password.
 */
@Component
class ApiKeyFilter extends OncePerRequestFilter {

	private static final OpenAiError REFUSAL = new OpenAiError(401,
			"This gateway needs a key of its own: " + "send one of gateway.api-keys as bearer token",
			"invalid_request_error", "invalid_api_key", null);

	private static final String ACTUATOR = "/actuator/";

	private final List<NamedKey> keys;

	private final MeterProvider<Counter> requests;

	ApiKeyFilter(GatewayProperties properties, MeterRegistry meters) {
		this.keys = NamedKey.all(properties.apiKeys());
		this.requests = Counter.builder("gateway.requests")
			.description("Requests of clients by the name of their key")
			.withRegistry(meters);
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getServletPath();
		return path.startsWith("/actuator/health") || path.equals(WelcomeController.PATH);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String name = this.keys.isEmpty() ? "anonymous" : name(request);
		try {
			if (name != null) {
				chain.doFilter(request, response);
			}
			else {
				refuse(request, response);
			}
		}
		finally {
			count((name != null) ? name : "unknown", request, response);
		}
	}

	private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		boolean browser = isForPeople(request) && accept != null && accept.contains("text/html");
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
				browser ? "Basic realm=\"gateway\", charset=\"UTF-8\"" : "Bearer");
		Replies.error(response, REFUSAL);
	}

	private void count(String name, HttpServletRequest request, HttpServletResponse response) {
		if (request.getServletPath().startsWith("/v1/")) {
			this.requests.withTags("key", name, "status", Integer.toString(response.getStatus())).increment();
		}
	}

	private @Nullable String name(HttpServletRequest request) {
		String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
		String key = credentials(authorization, "Bearer ");
		if (key == null && isForPeople(request)) {
			key = password(credentials(authorization, "Basic "));
		}
		return (key != null) ? name(NamedKey.hash(key)) : null;
	}

	// a browser sends a password with every request, so that it opens nothing that costs
	private static boolean isForPeople(HttpServletRequest request) {
		return request.getServletPath().startsWith(ACTUATOR);
	}

	private static @Nullable String credentials(@Nullable String authorization, String scheme) {
		if (authorization == null || !authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
			return null;
		}
		return authorization.substring(scheme.length()).strip();
	}

	private static @Nullable String password(@Nullable String basic) {
		if (basic == null) {
			return null;
		}
		try {
			String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
			return pair.substring(pair.indexOf(':') + 1);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private @Nullable String name(byte[] hash) {
		String name = null;
		for (NamedKey key : this.keys) {
			// all are compared, each in constant time, so that the time tells nothing
			name = key.is(hash) ? key.name() : name;
		}
		return name;
	}

}
