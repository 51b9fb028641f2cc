package net.taotoken.failover.health;

import net.taotoken.failover.route.TokenDemand;

/**
 * What one request has taken of the limits of its model.
 *
 * @param limiter keeps the limits
 * @param size how large the request is
 * @param tokens how many it was thought to take
 * @param at the tick at which it was taken
 */
record TakenRoom(ModelLimiter limiter, TokenDemand size, long tokens, long at) {
}
