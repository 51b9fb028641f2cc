package net.taotoken.failover.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * What the application has set for all of its HTTP clients.
 *
 * @param bundle the SSL bundle, or {@code null} if none is set
 */
record CommonSslBundle(@Nullable SslBundle bundle) {
}
