package net.taotoken.failover.control;

/**
 * There is no model or no route of the given name. Nothing was changed and nothing was
 * created.
 *
 * @since 0.1.0
 */
public class UnknownTargetException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message a sentence that names what there is
	 */
	public UnknownTargetException(String message) {
		super(message);
	}

}
