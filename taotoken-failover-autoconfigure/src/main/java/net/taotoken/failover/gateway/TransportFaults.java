package net.taotoken.failover.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;

import javax.net.ssl.SSLException;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.connection.ExchangeAbortedException;
import net.taotoken.failover.gateway.connection.NoConnectionException;
import net.taotoken.failover.gateway.http.BrokenUploadException;
import net.taotoken.failover.gateway.http.NotHttpException;
import net.taotoken.failover.gateway.watch.CappedInputStream.ResponseTooLargeException;
import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * The fault behind a failure of the transport.
 */
final class TransportFaults {

	private static final Set<Class<? extends IOException>> WITHOUT_TEXT_OF_THE_SERVER = Set.of(SocketException.class,
			SocketTimeoutException.class, UnknownHostException.class, SSLException.class, InterruptedIOException.class,
			NoHttpResponseException.class, ConnectionClosedException.class, NoConnectionException.class,
			BrokenUploadException.class);

	private TransportFaults() {
	}

	/**
	 * The fault of an exchange that was cancelled.
	 * @param ending who ended it
	 * @param waitingForConnection whether it was still waiting for the pool
	 * @return the fault, or {@code null} if the exchange was not cancelled
	 */
	static @Nullable Fault cancelled(Ending ending, boolean waitingForConnection) {
		if (ending == Ending.INTERRUPT || Thread.currentThread().isInterrupted()) {
			return Fault.of(FaultKind.CANCELLED).withHint("the thread was interrupted");
		}
		if (ending == Ending.SHUTDOWN) {
			return Fault.of(FaultKind.CANCELLED).withHint("the client was closed");
		}
		if (ending == Ending.CLOSED) {
			return Fault.of(FaultKind.CANCELLED).withHint("the stream was closed");
		}
		if (ending == Ending.DEADLINE && waitingForConnection) {
			return noConnectionFree();
		}
		return (ending == Ending.DEADLINE) ? Fault.of(FaultKind.TIMEOUT) : null;
	}

	/**
	 * The fault of an exchange that failed before its status was known.
	 * @param failure how it failed
	 * @return the fault
	 */
	static Fault beforeAnswer(IOException failure) {
		if (failure instanceof ExchangeAbortedException) {
			return Fault.of(FaultKind.CANCELLED).withHint("the attempt was given up");
		}
		if (failure instanceof BrokenUploadException) {
			// the request may be too large for any model
			return Fault.of(FaultKind.INVALID_REQUEST)
				.withHint("the connection broke while a large request was being written")
				.unproven();
		}
		if (failure instanceof NotHttpException || failure instanceof MessageConstraintException) {
			return Fault.of(FaultKind.INVALID_RESPONSE).withHint("the answer is not HTTP");
		}
		return Fault.of(FaultKind.UNREACHABLE).withHint(hint(failure));
	}

	/**
	 * The fault of an exchange that failed inside the body of a good status.
	 * @param status the status
	 * @param failure how it failed
	 * @return the fault
	 */
	static Fault inAnswer(int status, IOException failure) {
		return (failure instanceof ResponseTooLargeException) ? tooLarge(status)
				: invalidResponse(status, "the answer was cut or is not HTTP");
	}

	/**
	 * The fault of an answer that is larger than allowed. Asking the same model again
	 * would cost the same and bring no less.
	 * @param status the status
	 * @return the fault
	 */
	static Fault tooLarge(int status) {
		return Fault.of(FaultKind.INVALID_REQUEST)
			.withStatus(status)
			.withHint("the answer is larger than taotoken.max-response-size")
			.unproven();
	}

	static Fault invalidResponse(int status, String hint) {
		return Fault.of(FaultKind.INVALID_RESPONSE).withStatus(status).withHint(hint);
	}

	/**
	 * The failure as far as it can be shown: some exceptions quote what the server sent.
	 * @param failure a failure
	 * @return the failure, or {@code null}
	 */
	static @Nullable IOException showable(@Nullable IOException failure) {
		boolean harmless = failure != null
				&& WITHOUT_TEXT_OF_THE_SERVER.stream().anyMatch((type) -> type.isInstance(failure));
		return harmless ? failure : null;
	}

	private static Fault noConnectionFree() {
		return Fault.of(FaultKind.CANCELLED)
			.withHint("all connections are in use: raise taotoken.http.max-connections");
	}

	private static String hint(IOException failure) {
		if (failure instanceof UnknownHostException) {
			return "the host name cannot be resolved";
		}
		if (failure instanceof NoConnectionException noConnection) {
			return noConnection.hint();
		}
		if (failure instanceof SSLException) {
			return "no TLS connection";
		}
		if (failure instanceof NoHttpResponseException) {
			return "the connection was closed before an answer";
		}
		return "the connection broke before an answer";
	}

}
