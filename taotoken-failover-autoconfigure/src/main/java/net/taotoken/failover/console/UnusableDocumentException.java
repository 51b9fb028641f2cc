package net.taotoken.failover.console;

/**
 * A document was there, but does not hold what it should. The message quotes nothing of
 * it.
 */
final class UnusableDocumentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnusableDocumentException(String message) {
		super(message);
	}

}
