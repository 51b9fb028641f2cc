/**
 * Reasons why attempts fail: kinds of fault, and the classification of answers and
 * exceptions.
 */
@NullMarked
package net.taotoken.failover.fault;

import org.jspecify.annotations.NullMarked;
