package net.taotoken.failover.gateway;

import java.net.URI;
import java.util.concurrent.Future;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * A request that knows whether it is still waiting for a connection of the pool.
 */
final class WireRequest extends HttpUriRequestBase {

	private static final long serialVersionUID = 1L;

	private boolean waitingForConnection;

	private WireRequest(String method, URI uri) {
		super(method, uri);
	}

	static WireRequest post(URI uri) {
		return new WireRequest("POST", uri);
	}

	static WireRequest get(URI uri) {
		return new WireRequest("GET", uri);
	}

	@Override
	public void setDependency(Cancellable cancellable) {
		this.waitingForConnection = cancellable instanceof LeaseRequest;
		super.setDependency(cancellable);
	}

	/**
	 * The pool has no connection free.
	 * @param connection what is waited for until the request is cancelled
	 */
	void waitFor(Future<?> connection) {
		super.setDependency(() -> connection.cancel(true));
		this.waitingForConnection = true;
	}

	/**
	 * Whether the pool has not given a connection yet. To be asked by the sending thread.
	 */
	boolean isWaitingForConnection() {
		return this.waitingForConnection;
	}

}
