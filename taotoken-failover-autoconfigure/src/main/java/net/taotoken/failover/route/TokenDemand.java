package net.taotoken.failover.route;

import org.jspecify.annotations.Nullable;

/**
 * The size of a request, from which the tokens that it takes are estimated before it is
 * sent.
 *
 * @param bytes the bytes of its text, or 0 if nobody knows
 * @param maxTokens the most tokens that its answer may have, or {@code null} if it does
 * not say
 * @since 0.1.0
 */
public record TokenDemand(long bytes, @Nullable Integer maxTokens) {

	/** The demand of a request that is not known. */
	public static final TokenDemand UNKNOWN = new TokenDemand(0, null);

}
