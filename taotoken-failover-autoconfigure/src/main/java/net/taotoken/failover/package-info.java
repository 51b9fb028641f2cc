/**
 * The API of applications: {@code TaotokenTemplate} and its interface.
 */
@NullMarked
package net.taotoken.failover;

import org.jspecify.annotations.NullMarked;
