package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.EofSensorInputStream;
import org.apache.hc.core5.http.io.EofSensorWatcher;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The body of a response, which releases its connection to the pool when it was read to
 * its end, and breaks it otherwise.
 */
final class LeasedEntity extends HttpEntityWrapper implements EofSensorWatcher {

	private final ConnectionLease connection;

	LeasedEntity(HttpEntity entity, ConnectionLease connection) {
		super(entity);
		this.connection = connection;
	}

	@Override
	public InputStream getContent() throws IOException {
		return new EofSensorInputStream(super.getContent(), this);
	}

	@Override
	public boolean eofDetected(InputStream content) throws IOException {
		release(content);
		return false;
	}

	@Override
	public boolean streamClosed(InputStream content) throws IOException {
		release(content);
		return false;
	}

	@Override
	public boolean streamAbort(InputStream content) {
		this.connection.discard();
		return false;
	}

	// Apache's streams read to their end when they are closed, so that the connection is
	// fit for the next request
	private void release(InputStream content) throws IOException {
		try {
			content.close();
			this.connection.release();
		}
		finally {
			this.connection.discard();
		}
	}

}
