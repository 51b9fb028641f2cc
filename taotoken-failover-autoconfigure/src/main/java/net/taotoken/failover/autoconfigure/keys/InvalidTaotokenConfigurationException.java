package net.taotoken.failover.autoconfigure.keys;

/**
 * A setting under {@code taotoken} that the application cannot start with. It never holds
 * the API key.
 */
public class InvalidTaotokenConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String key;

	private final String problem;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param key the property, such as {@code taotoken.model-priority}
	 * @param problem a sentence that says what is wrong with it
	 * @param remedy what to write instead, as lines of a properties file
	 */
	public InvalidTaotokenConfigurationException(String key, String problem, String remedy) {
		super("'" + key + "' cannot be used: " + problem + " Write, for example: " + remedy);
		this.key = key;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * The property.
	 * @return its key
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * The problem.
	 * @return a sentence
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * The remedy: the line to write instead.
	 * @return one or more lines of a properties file
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
