/**
 * What is known of each model's health, and who may ask it now.
 */
@NullMarked
package net.taotoken.failover.health;

import org.jspecify.annotations.NullMarked;
