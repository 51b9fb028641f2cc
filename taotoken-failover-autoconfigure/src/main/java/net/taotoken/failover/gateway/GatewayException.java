package net.taotoken.failover.gateway;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.gateway.sse.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * The gateway gave no usable answer. The message, and with it logs and stack traces,
 * never holds a key, a prompt, an answer or text that a server wrote.
 * <p>
 * It has no stack trace of its own: the model and the fault already say what happened,
 * and after most of these exceptions another model answers. What a template throws at
 * last, with this one as its cause, has one.
 *
 * @since 0.1.0
 */
public class GatewayException extends RuntimeException implements HasFault {

	private static final long serialVersionUID = 1L;

	private final Fault fault;

	private final String model;

	private final transient @Nullable ServerMessage serverMessage;

	private final @Nullable String requestId;

	/** Whether the server had begun to answer, if only by a status. */
	private final boolean response;

	GatewayException(Fault fault, String model, @Nullable ServerMessage serverMessage, @Nullable String requestId,
			@Nullable Throwable cause) {
		this(fault, model, serverMessage, requestId, cause, false);
	}

	GatewayException(Fault fault, String model, @Nullable ServerMessage serverMessage, @Nullable String requestId,
			@Nullable Throwable cause, boolean response) {
		// filling in the stack of a web application costs more than the rest of a failure
		super(null, cause, true, false);
		this.fault = fault;
		this.model = model;
		this.serverMessage = serverMessage;
		this.requestId = requestId;
		this.response = response;
	}

	/**
	 * An exception of no exchange, such as for a test that fakes one.
	 * @param model the model that was asked
	 * @param fault why there is no answer
	 * @return the exception, without a message of the server and without a request id
	 */
	public static GatewayException of(String model, Fault fault) {
		return new GatewayException(fault, model, null, null, null);
	}

	@Override
	public Fault fault() {
		return this.fault;
	}

	/**
	 * The model that was asked.
	 * @return the model id, or the path or the host of a document
	 */
	public String model() {
		return this.model;
	}

	/**
	 * Tells whether the server had begun to answer, if only by a status.
	 * @return {@code false} if nothing of an answer was there when this failed
	 */
	public boolean hasResponse() {
		return this.response;
	}

	/**
	 * The server's own words about its failure. It may echo parts of the prompt or of the
	 * key, so think before you log it; we never do. It does not survive serialization.
	 * @return the message, or {@code null} if there was none
	 */
	public @Nullable String serverMessage() {
		return (this.serverMessage != null) ? this.serverMessage.text() : null;
	}

	/**
	 * The id under which the gateway knows the request, for its support.
	 * @return the id, or {@code null} if the gateway told none, or one of doubtful form
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * Put together when it is asked for: most failed attempts are followed by an answer.
	 */
	@Override
	public String getMessage() {
		String text = this.model + ": " + this.fault.describe();
		return (this.requestId != null) ? text + " [request id " + this.requestId + "]" : text;
	}

}
