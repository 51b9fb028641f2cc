/**
 * A Taotoken inside the process, whose models can be made to misbehave.
 */
@NullMarked
package net.taotoken.samples.quickstart.simulation;

import org.jspecify.annotations.NullMarked;
