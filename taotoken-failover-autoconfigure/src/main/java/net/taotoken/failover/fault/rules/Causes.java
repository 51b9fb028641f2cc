package net.taotoken.failover.fault.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The causes of exceptions, which may be in a circle.
 */
public final class Causes {

	private static final int MAX_DEPTH = 50;

	private Causes() {
	}

	/**
	 * An exception and its causes.
	 * @param exception the exception
	 * @return the exception first, 50 at most, each once
	 */
	public static List<Throwable> of(Throwable exception) {
		List<Throwable> chain = new ArrayList<>();
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable next = exception;
		while (next != null && chain.size() < MAX_DEPTH && seen.add(next)) {
			chain.add(next);
			next = next.getCause();
		}
		return chain;
	}

}
