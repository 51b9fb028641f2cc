package net.taotoken.failover.fault;

/**
 * What the body of an answer looks like.
 */
enum BodyShape {

	EMPTY, HTML, TEXT, JSON

}
