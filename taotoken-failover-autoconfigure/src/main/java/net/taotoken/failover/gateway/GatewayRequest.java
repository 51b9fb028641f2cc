package net.taotoken.failover.gateway;

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
	 * How many answers are wanted.
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

}
