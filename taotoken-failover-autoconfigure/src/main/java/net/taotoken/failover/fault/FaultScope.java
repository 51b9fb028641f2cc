package net.taotoken.failover.fault;

/**
 * The subject of a fault: the request, the model or the account.
 *
 * @since 0.1.0
 */
public enum FaultScope {

	/** This request only: another one may well be answered by the same model. */
	REQUEST,

	/** This model: another model may well answer the same request. */
	MODEL,

	/** The caller's own account or key: it concerns every model. */
	ACCOUNT

}
