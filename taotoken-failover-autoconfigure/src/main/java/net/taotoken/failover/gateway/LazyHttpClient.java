package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.function.Supplier;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that is built by its first request, since TLS and a pool are much to
 * load for an application that only starts.
 */
final class LazyHttpClient extends CloseableHttpClient {

	private final Supplier<CloseableHttpClient> builder;

	private volatile @Nullable CloseableHttpClient client;

	private boolean closed;

	LazyHttpClient(Supplier<CloseableHttpClient> builder) {
		this.builder = builder;
	}

	@Override
	public ClassicHttpResponse executeOpen(@Nullable HttpHost target, ClassicHttpRequest request,
			@Nullable HttpContext context) throws IOException {
		return client().executeOpen(target, request, context);
	}

	@Override
	@SuppressWarnings("deprecation") // Apache leaves no other way to hand on
	protected CloseableHttpResponse doExecute(@Nullable HttpHost target, ClassicHttpRequest request,
			@Nullable HttpContext context) throws IOException {
		return client().execute(target, request, context);
	}

	private CloseableHttpClient client() {
		CloseableHttpClient client = this.client;
		return (client != null) ? client : build();
	}

	private synchronized CloseableHttpClient build() {
		CloseableHttpClient client = this.client;
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
	public synchronized void close(CloseMode mode) {
		this.closed = true;
		if (this.client != null) {
			this.client.close(mode);
		}
	}

	@Override
	public void close() {
		close(CloseMode.GRACEFUL);
	}

}
