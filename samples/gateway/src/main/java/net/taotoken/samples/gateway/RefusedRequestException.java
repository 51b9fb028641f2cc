package net.taotoken.samples.gateway;

/**
 * A request was refused before any model was asked.
 */
class RefusedRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient OpenAiError error;

	RefusedRequestException(OpenAiError error) {
		super(error.message(), null, false, false);
		this.error = error;
	}

	OpenAiError error() {
		return this.error;
	}

}
