package net.taotoken.failover.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was made before: tags and names of observations. Each call asks for them several
 * times, there are few different ones, and to make them takes much longer than to find
 * them. Those who ask at the same time get the same. Safe for use by many threads.
 *
 * @param <S> what they are made of
 * @param <T> what is made
 */
final class Known<S, T> {

	/** Beyond that, they are made anew: requests may name any model. */
	static final int MOST = 500;

	private final Map<S, T> known = new ConcurrentHashMap<>();

	private final Function<S, T> maker;

	Known(Function<S, T> maker) {
		this.maker = maker;
	}

	T of(S source) {
		T found = this.known.get(source);
		if (found != null) {
			return found;
		}
		return (this.known.size() < MOST) ? this.known.computeIfAbsent(source, this.maker) : this.maker.apply(source);
	}

}
