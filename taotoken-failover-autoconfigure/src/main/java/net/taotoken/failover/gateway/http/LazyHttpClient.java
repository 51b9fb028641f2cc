package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.util.function.Supplier;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * An HTTP client that is built by its first request, since TLS and a pool are much to
 * load for an application that only starts.
 */
public final class LazyHttpClient extends GatewayHttpClient {

	private final Supplier<GatewayHttpClient> builder;

	private volatile @Nullable GatewayHttpClient client;

	private boolean closed;

	public LazyHttpClient(Supplier<GatewayHttpClient> builder) {
		this.builder = builder;
	}

	@Override
	public ClassicHttpResponse open(WireRequest request) throws IOException {
		return client().open(request);
	}

	@Override
	public boolean sweep() {
		GatewayHttpClient client = this.client;
		return client != null && client.sweep();
	}

	@Override
	public void use(SslBundle bundle) {
		client().use(bundle);
	}

	private GatewayHttpClient client() {
		GatewayHttpClient client = this.client;
		return (client != null) ? client : build();
	}

	private synchronized GatewayHttpClient build() {
		GatewayHttpClient client = this.client;
		if (client == null) {
			if (this.closed) {
				throw new IllegalStateException("The HTTP client is closed");
			}
			client = this.builder.get();
			this.client = client;
		}
		return client;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.client != null) {
			this.client.close();
		}
	}

}
