package net.taotoken.failover.gateway;

import java.net.URI;

import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go: a base URL and a path, taken apart once.
 *
 * @param baseUrl the base URL as it was given
 * @param host the host to connect to
 * @param uri the whole address
 */
record GatewayTarget(URI baseUrl, HttpHost host, URI uri) {

	static GatewayTarget of(URI baseUrl, String path) {
		check(isHttp(baseUrl.getScheme()) && baseUrl.getHost() != null,
				"The base URL must be an absolute http or https URL with a host");
		check(baseUrl.getRawUserInfo() == null && baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null,
				"The base URL must not hold a user, a query or a fragment");
		String address = baseUrl.toString();
		String basePath = baseUrl.getRawPath();
		String origin = address.substring(0, address.length() - basePath.length());
		URI uri = URI.create(origin + JoinedPath.of(basePath, path));
		return new GatewayTarget(baseUrl, HttpHost.create(uri), uri);
	}

	private static boolean isHttp(@Nullable String scheme) {
		return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
	}

	private static void check(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
