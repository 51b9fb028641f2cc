package net.taotoken.failover.health;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Hears when models go out, stay out and come back. Between {@link #modelCooledDown} and
 * {@link #modelRecovered}, the last {@link #modelStillOut} says when the model is asked
 * next. Called on the thread of the attempt that brought it about, by many threads at
 * once; what it throws is logged and otherwise ignored.
 *
 * @since 0.1.0
 */
public interface ModelHealthListener {

	/**
	 * A model that was healthy is passed over from now on.
	 * @param model the model's id
	 * @param fault why
	 * @param coolDown for how long
	 */
	default void modelCooledDown(String model, Fault fault, Duration coolDown) {
	}

	/**
	 * A model that was out already is passed over for longer: the call that was to find
	 * out whether it is back has failed, a fault has more than doubled the time that was
	 * left, or it was taken out by hand once more.
	 * @param model the model's id
	 * @param fault why it is out now
	 * @param coolDown for how long from now on
	 */
	default void modelStillOut(String model, Fault fault, Duration coolDown) {
	}

	/**
	 * A model whose cool-down had ended was asked whether it is back, by a tiny request
	 * that belongs to no call. Not called where a call found out. Comes before
	 * {@link #modelStillOut} or {@link #modelRecovered}.
	 * @param model the model's id
	 * @param fault why it is not back, or {@code null} if it is
	 * @param took how long it took to find out
	 */
	default void modelProbed(String model, @Nullable Fault fault, Duration took) {
	}

	/**
	 * A model is healthy again.
	 * @param model the model's id
	 */
	default void modelRecovered(String model) {
	}

}
