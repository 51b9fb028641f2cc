package net.taotoken.failover.gateway;

import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * A host as the key of its connections. A plain host works its hash out anew each time
 * that it is looked up.
 */
final class Origin {

	private final HttpHost host;

	private final int hash;

	Origin(HttpHost host) {
		this.host = host;
		this.hash = host.hashCode();
	}

	HttpHost host() {
		return this.host;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Origin origin && this.host.equals(origin.host);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public String toString() {
		return this.host.toString();
	}

}
