package net.taotoken.failover.gateway;

import net.taotoken.failover.chat.ChatCompletionRequest;

/**
 * A request that is written once and then sent to as many models as it takes. Immutable.
 *
 * @since 0.1.0
 */
public final class GatewayRequest {

	private final byte[] fields;

	private final byte[] streamOptions;

	private final int choices;

	GatewayRequest(byte[] fields, byte[] streamOptions, int choices) {
		this.fields = fields;
		this.streamOptions = streamOptions;
		this.choices = choices;
	}

	/**
	 * Write a request once, to be sent to as many models as it takes.
	 * @param request what to ask; its own model and its wish for a stream do not count
	 * @return the prepared request
	 * @throws IllegalArgumentException if the request cannot be written as JSON
	 */
	public static GatewayRequest of(ChatCompletionRequest request) {
		return Writer.INSTANCE.prepare(request);
	}

	/**
	 * The size of the request.
	 * @return the length of its JSON in bytes, without what depends on the model
	 */
	public long size() {
		return this.fields.length;
	}

	/**
	 * The JSON object of the request, without the fields that depend on the model and on
	 * the way in which it is asked.
	 */
	byte[] fields() {
		return this.fields;
	}

	/**
	 * The JSON of the stream options.
	 */
	byte[] streamOptions() {
		return this.streamOptions;
	}

	/**
	 * The number of answers that are wanted.
	 */
	int choices() {
		return this.choices;
	}

	/**
	 * Nothing of the content, which is the caller's.
	 */
	@Override
	public String toString() {
		return "GatewayRequest[" + this.fields.length + " bytes]";
	}

	/** Loaded by the first request, so that no start of an application waits for it. */
	static final class Writer {

		static final RequestWriter INSTANCE = new RequestWriter();

		private Writer() {
		}

	}

}
