package net.taotoken.failover.event;

import java.time.Instant;

/**
 * Something that an application may want to react to, such as by an alert. Events are
 * published on the thread that brought them about, which may be that of a call, so a
 * listener should be quick, or asynchronous. What a listener throws is logged and
 * otherwise ignored. They are safe to show: none holds a key, a prompt or an answer.
 *
 * @since 0.1.0
 */
public interface TaotokenEvent {

	/**
	 * The time at which it happened.
	 * @return the instant
	 */
	Instant at();

}
