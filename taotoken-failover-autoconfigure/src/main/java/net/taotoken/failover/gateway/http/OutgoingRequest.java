package net.taotoken.failover.gateway.http;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A request before it is sent: where it goes, and its headers. The body is not part of
 * it. To be used by one thread, during the call that was given the request.
 */
public interface OutgoingRequest {

	/**
	 * The target of the request.
	 * @return the whole URL
	 */
	URI uri();

	/**
	 * The value of a header.
	 * @param name the name, in any case
	 * @return the first value, or {@code null} if there is none
	 */
	@Nullable String header(String name);

	/**
	 * Set a header, in place of all headers of that name.
	 * @param name the name
	 * @param value the value
	 * @throws IllegalArgumentException if the name or the value cannot be sent, such as a
	 * value with a line break
	 */
	void setHeader(String name, String value);

	/**
	 * Add a header beside those of the same name.
	 * @param name the name
	 * @param value the value
	 * @throws IllegalArgumentException if the name or the value cannot be sent
	 */
	void addHeader(String name, String value);

	/**
	 * Take all headers of a name away.
	 * @param name the name, in any case
	 */
	void removeHeader(String name);

}
