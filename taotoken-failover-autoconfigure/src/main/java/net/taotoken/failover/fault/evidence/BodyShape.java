package net.taotoken.failover.fault.evidence;

/**
 * The shape of the body of an answer.
 */
public enum BodyShape {

	EMPTY, HTML, TEXT, JSON

}
