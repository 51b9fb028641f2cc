package net.taotoken.failover.soak;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * What other people's code throws: exceptions of every sort, checked ones too, and
 * errors. Each can be told by its message.
 */
final class Planted {

	private static final String MESSAGE = "planted";

	private static volatile boolean over;

	private Planted() {
	}

	/** Throw nothing from now on. */
	static void stop() {
		over = true;
	}

	/** Throw something now and then. */
	static void sometimes(double rate) {
		if (!over && ThreadLocalRandom.current().nextDouble() < rate) {
			throw Planted.<RuntimeException>sneaky(any());
		}
	}

	static Throwable any() {
		return switch (ThreadLocalRandom.current().nextInt(8)) {
			case 0 -> new IOException(MESSAGE);
			case 1 -> new TimeoutException(MESSAGE);
			case 2 -> new AssertionError(MESSAGE);
			case 3 -> new NoClassDefFoundError(MESSAGE);
			case 4 -> new StackOverflowError(MESSAGE);
			case 5 -> new NullPointerException(MESSAGE);
			case 6 -> new UnsupportedOperationException(MESSAGE);
			default -> new IllegalStateException(MESSAGE);
		};
	}

	/** Whether it, or what caused it, was planted. */
	static boolean isBehind(@Nullable Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (MESSAGE.equals(cause.getMessage())) {
				return true;
			}
		}
		return false;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
		throw (T) thrown;
	}

}
