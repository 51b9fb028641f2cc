/**
 * Internal: the search of one text for hundreds of phrases.
 */
@NullMarked
package net.taotoken.failover.fault.text;

import org.jspecify.annotations.NullMarked;
