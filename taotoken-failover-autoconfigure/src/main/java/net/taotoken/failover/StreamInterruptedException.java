package net.taotoken.failover;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.HasFault;

/**
 * A stream broke after its first token. What the reader has is the beginning of an
 * answer, not a short answer. The text so far is here for those who can use it; it is not
 * part of the message.
 *
 * @since 0.1.0
 */
public class StreamInterruptedException extends RuntimeException implements HasFault {

	private static final long serialVersionUID = 1L;

	private final String model;

	private final Fault fault;

	private final Attempt[] attempts;

	private final transient String text;

	/**
	 * Create the exception.
	 * @param model the model whose answer broke
	 * @param fault why
	 * @param attempts every attempt of the call, the broken one last
	 * @param text the text that the reader has got
	 * @param cause what the transport said
	 */
	public StreamInterruptedException(String model, Fault fault, List<Attempt> attempts, String text, Throwable cause) {
		super("The answer of " + model + " broke after " + text.length() + " characters: " + fault.describe(), cause);
		this.model = model;
		this.fault = fault;
		this.attempts = attempts.toArray(Attempt[]::new);
		this.text = text;
	}

	/**
	 * The model whose answer broke.
	 * @return the model id
	 */
	public String model() {
		return this.model;
	}

	/**
	 * The fault that broke the answer.
	 * @return the fault
	 */
	@Override
	public Fault fault() {
		return this.fault;
	}

	/**
	 * Every attempt of the call, in order, the broken one last.
	 * @return the attempts
	 */
	public List<Attempt> attempts() {
		return List.of(this.attempts);
	}

	/**
	 * The text that the reader has got. Do not log it.
	 * @return the text; empty after deserialization
	 */
	@SuppressWarnings("ConstantValue")
	public String text() {
		return (this.text != null) ? this.text : "";
	}

}
