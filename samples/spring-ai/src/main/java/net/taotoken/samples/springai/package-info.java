/**
 * An assistant of Spring AI whose models fail over.
 */
@NullMarked
package net.taotoken.samples.springai;

import org.jspecify.annotations.NullMarked;
