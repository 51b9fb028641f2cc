/**
 * A web application that asks models and shows what it took to get an answer.
 */
@NullMarked
package net.taotoken.samples.quickstart;

import org.jspecify.annotations.NullMarked;
