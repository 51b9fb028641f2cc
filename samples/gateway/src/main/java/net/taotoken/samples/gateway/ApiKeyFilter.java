package net.taotoken.samples.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets clients in that bring one of the keys, if there are any. The health is for all.
 */
@Component
class ApiKeyFilter extends OncePerRequestFilter {

	private static final OpenAiError REFUSAL = new OpenAiError(401,
			"This gateway needs a key of its own: " + "send one of gateway.api-keys as bearer token",
			"invalid_request_error", "invalid_api_key", null);

	private final List<byte[]> hashes;

	ApiKeyFilter(GatewayProperties properties) {
		this.hashes = properties.apiKeys().stream().map(ApiKeyFilter::hash).toList();
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return this.hashes.isEmpty() || request.getServletPath().startsWith("/actuator/health");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isKnown(request.getHeader(HttpHeaders.AUTHORIZATION))) {
			chain.doFilter(request, response);
			return;
		}
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		Replies.error(response, REFUSAL);
	}

	private boolean isKnown(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
			return false;
		}
		byte[] hash = hash(authorization.substring(7).strip());
		boolean known = false;
		for (byte[] candidate : this.hashes) {
			// all are compared, each in constant time, so that the time tells nothing
			known |= MessageDigest.isEqual(candidate, hash);
		}
		return known;
	}

	private static byte[] hash(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
