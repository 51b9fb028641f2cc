package net.taotoken.failover.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.http.InflatedInputStream;
import net.taotoken.failover.gateway.http.WireRequest;
import net.taotoken.failover.gateway.sse.ServerMessage;
import net.taotoken.failover.gateway.watch.CappedInputStream;
import net.taotoken.failover.gateway.watch.ExchangeWatch;
import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A response under way. Its connection goes back to the pool when the body was read to
 * its end; closing the exchange earlier breaks the connection. To be used by the thread
 * that opened it, except for {@link #cancel()}.
 */
final class GatewayExchange implements AutoCloseable, ErrorResponse.Headers {

	private final String model;

	private final SecretFilter secrets;

	private final WireRequest request;

	private final ExchangeWatch watch;

	private final ClassicHttpResponse response;

	private final long maxResponseSize;

	private @Nullable InputStream body;

	private long nameLengths;

	private @Nullable List<String> names;

	GatewayExchange(String model, SecretFilter secrets, WireRequest request, ExchangeWatch watch,
			ClassicHttpResponse response, long maxResponseSize) {
		this.model = model;
		this.secrets = secrets;
		this.request = request;
		this.watch = watch;
		this.response = response;
		this.maxResponseSize = maxResponseSize;
	}

	int status() {
		return this.response.getCode();
	}

	@Override
	public @Nullable String first(String name) {
		if ((nameLengths() & 1L << name.length()) == 0) {
			return null;
		}
		Header header = this.response.getFirstHeader(name);
		return (header != null) ? header.getValue() : null;
	}

	/**
	 * A bit for each length that the names of the headers have. For each error about 15
	 * headers are looked up, and most are absent. This bit set answers 'absent' without
	 * searching.
	 */
	private long nameLengths() {
		if (this.nameLengths == 0) {
			for (String name : names()) {
				this.nameLengths |= 1L << name.length();
			}
		}
		return this.nameLengths;
	}

	@Override
	public Iterable<String> names() {
		List<String> all = this.names;
		if (all == null) {
			Header[] headers = this.response.getHeaders();
			all = new ArrayList<>(headers.length);
			for (Header header : headers) {
				all.add(header.getName());
			}
			this.names = all;
		}
		return all;
	}

	/**
	 * Tells whether the body is encoded in a way that cannot be read.
	 */
	boolean isEncoded() {
		String encoding = encoding();
		return encoding != null && !InflatedInputStream.knows(encoding);
	}

	private @Nullable String encoding() {
		String encoding = first(HttpHeaders.CONTENT_ENCODING);
		return "identity".equalsIgnoreCase(encoding) ? null : encoding;
	}

	/**
	 * The length of the body, or a negative number if it is not known.
	 */
	long contentLength() {
		HttpEntity entity = this.response.getEntity();
		return (entity != null) ? entity.getContentLength() : 0;
	}

	/**
	 * The body, always the same stream. Closing it does nothing.
	 * @return the body
	 * @throws IOException if the body is larger than allowed, by its announced length or
	 * while it is read
	 */
	InputStream body() throws IOException {
		InputStream body = this.body;
		if (body == null) {
			if (contentLength() > this.maxResponseSize) {
				throw new CappedInputStream.ResponseTooLargeException();
			}
			body = capped(content());
			this.body = body;
		}
		return body;
	}

	/**
	 * The body of a stream, which may be as long as it likes.
	 * @return the body
	 * @throws IOException if there is none to be had
	 */
	InputStream content() throws IOException {
		HttpEntity entity = this.response.getEntity();
		if (entity == null) {
			return InputStream.nullInputStream();
		}
		String encoding = encoding();
		return (encoding != null && InflatedInputStream.knows(encoding))
				? InflatedInputStream.of(entity.getContent(), encoding) : entity.getContent();
	}

	InputStream capped(InputStream content) {
		return new CappedInputStream(content, this.maxResponseSize);
	}

	ExchangeWatch watch() {
		return this.watch;
	}

	long maxResponseSize() {
		return this.maxResponseSize;
	}

	/**
	 * Bring the deadline forward.
	 * @param deadline the new deadline in nano ticks
	 */
	void hasten(long deadline) {
		this.watch.hasten(deadline);
	}

	/**
	 * The fault that stopped the reading of the body.
	 * @param failure what reading threw
	 * @return the fault
	 */
	Fault fault(IOException failure) {
		Fault cancelled = cancellation();
		return (cancelled != null) ? cancelled : TransportFaults.inAnswer(status(), failure);
	}

	/**
	 * The fault of an exchange that was cancelled, once reading has failed.
	 * @return the fault, or {@code null} if it was not cancelled
	 */
	@Nullable Fault cancellation() {
		return TransportFaults.cancelled(this.watch.end(), false);
	}

	/**
	 * The exception for a fault of this exchange.
	 * @param fault the fault
	 * @param serverMessage what the server wrote about it
	 * @param cause the failure of the transport behind it
	 * @return the exception
	 */
	GatewayException failure(Fault fault, @Nullable ServerMessage serverMessage, @Nullable IOException cause) {
		String requestId = this.secrets.token(RequestId.find(this, serverMessage));
		return new GatewayException(this.secrets.withoutEcho(fault), this.model, serverMessage, requestId,
				TransportFaults.showable(cause), true);
	}

	/**
	 * Break the connection from any thread, unless the exchange is over.
	 */
	void cancel() {
		this.watch.cancel(Ending.CLOSED);
	}

	@Override
	public void close() {
		this.watch.end();
		this.request.cancel();
	}

}
