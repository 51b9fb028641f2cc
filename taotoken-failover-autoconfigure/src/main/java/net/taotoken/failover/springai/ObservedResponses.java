package net.taotoken.failover.springai;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Flux;

/**
 * Ends the observation of a stream with the stream. The observation has ended when the
 * subscriber hears of the end, so that what it does then is none of it.
 */
final class ObservedResponses {

	private ObservedResponses() {
	}

	static <T> Flux<T> of(Flux<T> responses, Observation observation) {
		AtomicBoolean stopped = new AtomicBoolean();
		Runnable stop = () -> {
			// a subscriber may cancel while the end is on its way
			if (stopped.compareAndSet(false, true)) {
				observation.stop();
			}
		};
		return responses.doOnError(observation::error)
			.doOnTerminate(stop)
			.doOnCancel(stop)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
	}

}
