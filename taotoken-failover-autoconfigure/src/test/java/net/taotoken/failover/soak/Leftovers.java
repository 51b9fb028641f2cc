package net.taotoken.failover.soak;

import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.soak.Books.Violation;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Looks for what is left when the callers have gone: permits, connections, threads,
 * bytes.
 */
final class Leftovers {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final Cleaner CLEANER = Cleaner.create();

	private final Books books;

	Leftovers(Books books) {
		this.books = books;
	}

	/** Every model comes back, which it cannot while a permit is held. */
	void checkPermits(SoakApplication application) {
		check(() -> application + ": models do not come back: "
				+ SoakApplication.MODELS.stream().map(application::health).toList(),
				() -> SoakApplication.MODELS.stream()
					.filter((model) -> !isBack(application, model))
					.findAny()
					.isEmpty());
	}

	private static boolean isBack(SoakApplication application, String model) {
		try {
			application.template().chat(ChatCompletionRequest.builder().models(model).user("Are you back?").build());
		}
		catch (RuntimeException ex) {
			// tells less than the state
		}
		return application.health(model).state() == ModelState.HEALTHY;
	}

	/**
	 * All connections that an application may have can be used at once, which they cannot
	 * while one is lent.
	 */
	void checkConnections(SoakApplication application, SoakServer server) throws InterruptedException {
		check(() -> server.underWay() + " requests are still under way", () -> server.underWay() == 0);
		application.reload(Map.of("taotoken.timeouts.first-token", "30s", "taotoken.timeouts.response", "30s",
				"taotoken.timeouts.total", "30s"));
		ExecutorService threads = Executors.newFixedThreadPool(SoakSettings.CONNECTIONS);
		CountDownLatch gathering = server.gather(SoakSettings.CONNECTIONS);
		for (int call = 0; call < SoakSettings.CONNECTIONS; call++) {
			threads.submit(() -> application.template().chat("Are all there?"));
		}
		if (!gathering.await(20, TimeUnit.SECONDS)) {
			this.books.violation(Violation.LEFT_BEHIND, application + ": " + gathering.getCount() + " of "
					+ SoakSettings.CONNECTIONS + " connections cannot be used");
			LongStream.rangeClosed(1, gathering.getCount()).forEach((missing) -> gathering.countDown());
		}
		threads.shutdown();
		if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
			this.books.violation(Violation.LATE, application + ": calls at the end never end");
		}
	}

	/** The server sees no connection of an application that is closed. */
	void checkSockets(SoakServer server) {
		check(() -> server.openConnections() + " connections stay open", () -> server.openConnections() == 0);
	}

	void checkThreads() {
		check(() -> "threads " + ours(), () -> ours().isEmpty());
	}

	private static List<String> ours() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("taotoken"))
			.toList();
	}

	/**
	 * Bytes of the heap in use, when what is garbage is gone, and what hangs on its being
	 * gone, too.
	 */
	static long usedBytes() {
		for (int time = 0; time < 4; time++) {
			CountDownLatch cleaned = new CountDownLatch(1);
			CLEANER.register(new Object(), cleaned::countDown);
			Awaitility.await().atMost(PATIENCE).until(() -> {
				System.gc();
				return cleaned.getCount() == 0;
			});
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	void checkBytes(long before, long after, long allowed) {
		if (after - before > allowed) {
			this.books.violation(Violation.LEFT_BEHIND,
					(after - before) / 1024 + " kB more in use than after the first part of the run");
		}
	}

	private void check(Supplier<String> what, Callable<Boolean> condition) {
		try {
			Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition);
		}
		catch (ConditionTimeoutException ex) {
			this.books.violation(Violation.LEFT_BEHIND, what.get());
		}
	}

}
