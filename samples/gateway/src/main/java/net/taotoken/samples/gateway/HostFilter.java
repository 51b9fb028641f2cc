package net.taotoken.samples.gateway;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Without keys, answers only to the names of this machine. A web page could else let its
 * own name lead here, and ask models at the expense of its reader.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class HostFilter extends OncePerRequestFilter {

	private static final Pattern LOOPBACK = Pattern.compile(
			"localhost\\.?|[a-z0-9-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*:?0*1]|\\[::ffff:127(\\.\\d{1,3}){3}]");

	private static final OpenAiError REFUSAL = OpenAiError.of(HttpStatus.FORBIDDEN,
			"This gateway has no keys of its own, so it answers only at localhost: call it there, or set gateway.api-keys");

	private final boolean hasKeys;

	HostFilter(GatewayProperties properties) {
		this.hasKeys = !properties.apiKeys().isEmpty();
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return this.hasKeys || LOOPBACK.matcher(request.getServerName().toLowerCase(Locale.ROOT)).matches();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Replies.error(response, REFUSAL);
	}

}
