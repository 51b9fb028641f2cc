package net.taotoken.failover.gateway;

import java.net.URI;

import net.taotoken.failover.gateway.http.GatewayTarget;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * The target and the headers of a connection, made again only when the connection has
 * changed.
 */
final class ResolvedConnection {

	private final GatewayConnection connection;

	private final String path;

	private volatile @Nullable GatewayTarget target;

	private volatile @Nullable Authorization authorization;

	ResolvedConnection(GatewayConnection connection, String path) {
		this.connection = connection;
		this.path = path;
	}

	GatewayConnection connection() {
		return this.connection.current();
	}

	GatewayTarget target(GatewayConnection connection) {
		URI baseUrl = connection.baseUrl();
		GatewayTarget target = this.target;
		if (target == null || !target.baseUrl().equals(baseUrl)) {
			target = GatewayTarget.of(baseUrl, this.path);
			this.target = target;
		}
		return target;
	}

	Authorization authorization(GatewayConnection connection) {
		String key = connection.apiKey();
		Authorization authorization = this.authorization;
		if (authorization == null || !authorization.key().equals(key)) {
			authorization = Authorization.of(key);
			this.authorization = authorization;
		}
		return authorization;
	}

	/**
	 * A key and the header that carries it.
	 *
	 * @param key the key as it was given
	 * @param header the header
	 */
	record Authorization(String key, Header header) {

		static Authorization of(String key) {
			String token = key.strip();
			if (token.isEmpty()) {
				throw new UnusableKeyException("the API key is blank");
			}
			if (token.chars().anyMatch((character) -> character <= ' ' || character >= 127)) {
				throw new UnusableKeyException("the API key holds characters that cannot be sent in a header");
			}
			return new Authorization(key, new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token, true));
		}

		@Override
		public String toString() {
			return "Authorization";
		}

	}

}
