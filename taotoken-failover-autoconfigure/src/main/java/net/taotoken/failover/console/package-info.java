/**
 * What the gateway and its console say about models and money, asked for regularly and
 * beside all calls, so that a model moves back before it fails.
 */
@NullMarked
package net.taotoken.failover.console;

import org.jspecify.annotations.NullMarked;
