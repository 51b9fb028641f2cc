package net.taotoken.failover.langchain4j;

/**
 * The extent to which the models of a route answer by a JSON schema. It decides what AI
 * services send when a method returns an object.
 *
 * @since 0.1.0
 */
public enum JsonSchemaSupport {

	/** At least one model cannot: the wanted form is described in the prompt. */
	NONE,

	/** All models can: the schema is sent beside the prompt. */
	PLAIN,

	/**
	 * All models can, and follow the schema to the letter: it is sent with
	 * {@code strict}, all fields are required, and those that are optional may be
	 * {@code null}.
	 */
	STRICT

}
