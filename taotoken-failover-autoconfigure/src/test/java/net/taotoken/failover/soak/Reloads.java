package net.taotoken.failover.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Changes the configuration of the applications over and over: the order of the models,
 * the strategy, health, retries; and now and then to something that is refused.
 */
final class Reloads {

	private final List<SoakApplication> applications;

	private final Random random;

	private final Books books;

	private final CountDownLatch over = new CountDownLatch(1);

	private final Thread thread = new Thread(this::reload, "soak-reload");

	Reloads(List<SoakApplication> applications, Random random, Books books) {
		this.applications = applications;
		this.random = random;
		this.books = books;
		this.thread.start();
	}

	private void reload() {
		try {
			for (int round = 1; !this.over.await(250, TimeUnit.MILLISECONDS); round++) {
				for (SoakApplication application : this.applications) {
					reload(application);
				}
				if (round % 8 == 0) {
					// abandoned streams are found out by the collector
					System.gc();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void reload(SoakApplication application) {
		try {
			application.reload(change());
		}
		catch (Throwable ex) {
			this.books.violation(Books.Violation.UNEXPECTED, "a reload threw " + ex);
		}
	}

	private Map<String, ?> change() {
		return switch (this.random.nextInt(6)) {
			case 0 -> Map.of("taotoken.strategy", any("priority", "weighted", "fastest", "healthiest"));
			case 1 -> Map.of("taotoken.retry.max-attempts", any("1", "2", "3"));
			case 2 -> Map.of("taotoken.health.cool-down", any("50ms", "100ms", "200ms"));
			case 3 -> Map.of("taotoken.strategy", "none");
			case 4 -> Map.of("taotoken.retry.second-opinion", any("true", "false"));
			default -> {
				List<String> order = new ArrayList<>(SoakApplication.MODELS);
				Collections.shuffle(order, this.random);
				yield Map.of("taotoken.model-priority", String.join(",", order));
			}
		};
	}

	private String any(String... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	void stop() throws InterruptedException {
		this.over.countDown();
		this.thread.join();
	}

}
