package net.taotoken.failover.gateway.http;

import java.net.URI;

import net.taotoken.failover.gateway.connection.GatewayAddress;
import org.jspecify.annotations.Nullable;

/**
 * The target of requests: a base URL and a path, taken apart once.
 *
 * @param baseUrl the base URL as it was given
 * @param address the host to connect to
 * @param path the path and the query, with nothing left to escape
 */
public record GatewayTarget(URI baseUrl, GatewayAddress address, String path) {

	/** Makes a path a URL, so that the JDK escapes it. */
	private static final String ANY_HOST = "http://h";

	public static GatewayTarget of(URI baseUrl, String path) {
		check(baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null,
				"The base URL must not hold a user, a query or a fragment");
		return new GatewayTarget(baseUrl, address(baseUrl), JoinedPath.of(escaped(baseUrl.getRawPath()), path));
	}

	/**
	 * The target of a document.
	 * @param url the whole URL; its fragment does not count
	 * @return the target
	 */
	public static GatewayTarget of(URI url) {
		String path = escaped(url.getRawPath());
		String query = url.getRawQuery();
		return new GatewayTarget(url, address(url),
				(path.isEmpty() ? "/" : path) + ((query != null) ? "?" + escaped(query) : ""));
	}

	/**
	 * The whole address.
	 */
	public URI uri() {
		return URI.create(this.address + this.path);
	}

	private static GatewayAddress address(URI url) {
		GatewayAddress address = GatewayAddress.find(url);
		if (address == null) {
			throw new IllegalArgumentException("The base URL must be an absolute http or https URL with a host");
		}
		check(url.getRawAuthority().indexOf('@') < 0, "The base URL must not hold a user, a query or a fragment");
		return address;
	}

	private static String escaped(@Nullable String raw) {
		if (raw == null || raw.isEmpty()) {
			return "";
		}
		boolean rooted = raw.startsWith("/");
		String url = URI.create(ANY_HOST + (rooted ? raw : "/?" + raw)).toASCIIString();
		return url.substring(ANY_HOST.length() + (rooted ? 0 : 2));
	}

	private static void check(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
