package net.taotoken.failover.metrics;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import io.micrometer.common.KeyValues;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tags are made once for each source, and few of them are kept.
 */
class KnownTests {

	private int made;

	private final Known<String, KeyValues> known = new Known<>((source) -> {
		this.made++;
		return KeyValues.of("name", source);
	});

	@Test
	void tagsAreMadeOnce() {
		KeyValues first = this.known.of("a");
		assertThat(this.known.of(new String("a"))).isSameAs(first);
		assertThat(this.known.of("b")).isEqualTo(KeyValues.of("name", "b"));
		assertThat(this.made).isEqualTo(2);
	}

	@Test
	void manySourcesAreNotKept() {
		for (int i = 0; i < Known.MOST + 100; i++) {
			this.known.of("model-" + i);
		}
		this.made = 0;
		assertThat(this.known.of("model-0")).isEqualTo(KeyValues.of("name", "model-0"));
		assertThat(this.made).isZero();
		String last = "model-" + (Known.MOST + 99);
		assertThat(this.known.of(last)).isEqualTo(KeyValues.of("name", last));
		this.known.of(last);
		assertThat(this.made).isEqualTo(2);
	}

	@Test
	void thoseWhoAskAtTheSameTimeGetTheSame() throws InterruptedException {
		CountDownLatch makes = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		Known<String, Object> slow = new Known<>((source) -> {
			makes.countDown();
			Awaitility.await().until(() -> mayEnd.getCount() == 0);
			return new Object();
		});
		Queue<Object> found = new ConcurrentLinkedQueue<>();
		Thread first = new Thread(() -> found.add(slow.of("a")));
		Thread second = new Thread(() -> found.add(slow.of("a")));
		first.start();
		makes.await();
		second.start();
		Awaitility.await()
			.until(() -> second.getState() != Thread.State.NEW && second.getState() != Thread.State.RUNNABLE);
		mayEnd.countDown();
		first.join();
		second.join();
		assertThat(found).hasSize(2).containsOnly(slow.of("a"));
	}

}
