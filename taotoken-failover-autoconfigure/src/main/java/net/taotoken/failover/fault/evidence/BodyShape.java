package net.taotoken.failover.fault.evidence;

/**
 * What the body of an answer looks like.
 */
public enum BodyShape {

	EMPTY, HTML, TEXT, JSON

}
