package net.taotoken.failover.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.TaotokenTime;

/**
 * Puts a {@link TaotokenServer} in the place of Taotoken, for a test class of Spring. The
 * application needs no key and no URL; the base URL and the keys that it has configured,
 * those of entries too, are not used. Waits end at once: the application gets a
 * {@link TaotokenTime}. Both are beans, to be injected into the test. A wait that a
 * server asks for may be longer by a second, at most, as in production; and unless
 * {@code taotoken.health.probe} is set, a call finds out whether a model is back, so that
 * each request is one of a call.
 * <p>
 * All test classes with the same configuration share one application context and with it
 * one server. After each test, scripts and requests are forgotten, models that were out
 * are back, and what the library had learnt of them is a day old. A model that was asked
 * more often than its script says fails the test.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureTaotokenServer {

}
