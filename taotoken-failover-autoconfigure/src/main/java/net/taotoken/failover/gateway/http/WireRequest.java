package net.taotoken.failover.gateway.http;

import java.net.URI;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import net.taotoken.failover.gateway.connection.GatewayAddress;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be cancelled by any thread, and that knows whether it is still
 * waiting for a connection of the pool.
 */
public final class WireRequest extends BasicClassicHttpRequest implements OutgoingRequest, Cancellable {

	/** Allows each request to be sent again, without telling anyone. */
	public static final BooleanSupplier MAY_BE_SENT_AGAIN = () -> true;

	private static final long serialVersionUID = 1L;

	private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

	private final transient GatewayTarget target;

	private final transient BooleanSupplier sendAgain;

	private transient volatile @Nullable Cancellable dependency;

	private volatile boolean cancelled;

	private boolean waitingForConnection;

	private WireRequest(String method, GatewayTarget target, BooleanSupplier sendAgain) {
		super(method, target.address().scheme(), authority(target.address()), target.path());
		this.target = target;
		this.sendAgain = sendAgain;
	}

	public static WireRequest post(GatewayTarget target, BooleanSupplier sendAgain) {
		return new WireRequest("POST", target, sendAgain);
	}

	public static WireRequest get(GatewayTarget target) {
		return new WireRequest("GET", target, MAY_BE_SENT_AGAIN);
	}

	private static URIAuthority authority(GatewayAddress address) {
		boolean usual = address.port() == (address.isSecure() ? 443 : 80);
		return new URIAuthority(address.host(), usual ? -1 : address.port());
	}

	GatewayAddress address() {
		return this.target.address();
	}

	/**
	 * The request is about to be sent again.
	 * @return whether it may be
	 */
	boolean sendAgain() {
		return this.sendAgain.getAsBoolean();
	}

	/**
	 * Sets what is cancelled with this request from now on. It is cancelled at once if
	 * the request was cancelled before.
	 * @param dependency what the request waits for
	 */
	void setDependency(Cancellable dependency) {
		this.waitingForConnection = false;
		dependOn(dependency);
	}

	/**
	 * The pool has no connection free.
	 * @param connection what is waited for until the request is cancelled
	 */
	void waitFor(Future<?> connection) {
		dependOn(() -> connection.cancel(true));
		this.waitingForConnection = true;
	}

	private void dependOn(Cancellable dependency) {
		this.dependency = dependency;
		if (this.cancelled) {
			dependency.cancel();
		}
	}

	/**
	 * Cancel the request. May be tried again if it fails for want of memory.
	 */
	@Override
	public boolean cancel() {
		this.cancelled = true;
		Cancellable dependency = this.dependency;
		return dependency == null || dependency.cancel();
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Tells whether the pool has not given a connection yet. To be asked by the sending
	 * thread.
	 */
	public boolean isWaitingForConnection() {
		return this.waitingForConnection;
	}

	@Override
	public URI uri() {
		return this.target.uri();
	}

	@Override
	public @Nullable String header(String name) {
		Header header = getFirstHeader(name);
		return (header != null) ? header.getValue() : null;
	}

	@Override
	public void setHeader(String name, String value) {
		check(name, value);
		setHeader(new BasicHeader(name, value));
	}

	@Override
	public void addHeader(String name, String value) {
		check(name, value);
		addHeader(new BasicHeader(name, value));
	}

	@Override
	public void removeHeader(String name) {
		removeHeaders(name);
	}

	private static void check(String name, String value) {
		if (name.isEmpty() || !name.chars().allMatch(WireRequest::isOfToken)) {
			throw new IllegalArgumentException("A header must have a name of ASCII letters, digits and '-'");
		}
		if (!value.chars().allMatch((character) -> character >= ' ' || character == '\t')) {
			throw new IllegalArgumentException("The value of the header '" + name + "' holds a control character");
		}
	}

	private static boolean isOfToken(int character) {
		return character > ' ' && character < 127 && SEPARATORS.indexOf(character) < 0;
	}

}
