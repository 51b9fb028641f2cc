package net.taotoken.failover.gateway;

import java.time.Duration;

/**
 * The settings of requests to the gateway.
 *
 * @param chatCompletionsPath appended to the base URL for chat completions, by default
 * {@code /v1/chat/completions}
 * @param connectTimeout the longest time to open a socket, and again for a TLS handshake;
 * by default 5 seconds
 * @param maxConnections how many requests can be under way at once, by default 256
 * @param maxResponseSize the largest answer that is read, in bytes, at most 1 GB; by
 * default 16 MB
 * @since 0.1.0
 */
public record GatewaySettings(String chatCompletionsPath, Duration connectTimeout, int maxConnections,
		long maxResponseSize) {

	private static final Duration LONGEST_CONNECT_TIMEOUT = Duration.ofHours(1);

	private static final long LARGEST_RESPONSE = 1L << 30;

	public GatewaySettings {
		checkPath("chatCompletionsPath", chatCompletionsPath);
		check(connectTimeout.compareTo(Duration.ofMillis(1)) >= 0
				&& connectTimeout.compareTo(LONGEST_CONNECT_TIMEOUT) <= 0,
				"'connectTimeout' must be between 1 ms and 1 h, but is " + connectTimeout);
		check(maxConnections > 0, "'maxConnections' must be at least 1, but is " + maxConnections);
		check(maxResponseSize > 0 && maxResponseSize <= LARGEST_RESPONSE,
				"'maxResponseSize' must be between 1 B and 1 GB, but is " + maxResponseSize + " B");
	}

	/**
	 * The settings that apply when nothing is said.
	 * @return the defaults
	 */
	public static GatewaySettings defaults() {
		return new GatewaySettings("/v1/chat/completions", Duration.ofSeconds(5), 256, 16L << 20);
	}

	/**
	 * These settings with another connect timeout.
	 * @param connectTimeout the longest time to open a socket
	 * @return a copy
	 */
	public GatewaySettings withConnectTimeout(Duration connectTimeout) {
		return new GatewaySettings(this.chatCompletionsPath, connectTimeout, this.maxConnections, this.maxResponseSize);
	}

	/**
	 * These settings with another number of connections.
	 * @param maxConnections how many requests can be under way at once
	 * @return a copy
	 */
	public GatewaySettings withMaxConnections(int maxConnections) {
		return new GatewaySettings(this.chatCompletionsPath, this.connectTimeout, maxConnections, this.maxResponseSize);
	}

	/**
	 * These settings with another limit for answers.
	 * @param maxResponseSize the largest answer that is read, in bytes
	 * @return a copy
	 */
	public GatewaySettings withMaxResponseSize(long maxResponseSize) {
		return new GatewaySettings(this.chatCompletionsPath, this.connectTimeout, this.maxConnections, maxResponseSize);
	}

	private static void checkPath(String name, String path) {
		check(path.startsWith("/") && !path.startsWith("//"),
				"'" + name + "' must start with one slash, but is '" + path + "'");
		check(isEscaped(path),
				"'" + name + "' must not hold white space, '#' or unescaped characters, but is '" + path + "'");
	}

	private static boolean isEscaped(String path) {
		for (int i = 0; i < path.length(); i++) {
			char character = path.charAt(i);
			if (character <= ' ' || character >= 127 || character == '#') {
				return false;
			}
		}
		return true;
	}

	private static void check(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
