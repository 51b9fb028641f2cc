package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a {@link RedisSharedHealth} that gets more messages than it can read.
 */
class MessageFloodTests {

	private final SlowRedis redis = new SlowRedis();

	@Test
	void ownNewsAreToldWhateverOthersSend() {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(), List.of());
		RedisSharedHealth shared = new RedisSharedHealth(
				new FleetSettings("shop", "one", Set.of(FaultKind.OVERLOADED), 2), this.redis, tracker,
				() -> Set.of("m"), TimeSource.system());
		shared.start();
		try {
			Awaitility.await("connected").until(() -> shared.snapshot().connectedSince() != null);
			shared.modelIsOut("m", Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(1));
			Awaitility.await("slow").until(() -> this.redis.asked.contains("out"));
			int readings = readings();
			for (int i = 0; i < 20_000; i++) {
				requireNonNull(this.redis.reader).accept("nonsense");
			}
			shared.modelIsBack("m");
			this.redis.slow.countDown();
			Awaitility.await("told").until(() -> this.redis.asked.contains("back"));
			Awaitility.await("what was lost is read").until(() -> readings() > readings);
			assertThat(shared.snapshot().dropped()).isBetween(4_000L, 10_000L);
		}
		finally {
			shared.stop();
		}
	}

	private int readings() {
		return (int) this.redis.asked.stream().filter("outages"::equals).count();
	}

	/** Takes its time to hear of an outage. */
	private static final class SlowRedis implements FleetRedis {

		private final Queue<String> asked = new ConcurrentLinkedQueue<>();

		private final CountDownLatch slow = new CountDownLatch(1);

		private volatile @Nullable Consumer<String> reader;

		@Override
		public void subscribe(Runnable subscribed, Consumer<String> message) {
			this.reader = message;
		}

		@Override
		public long time() {
			return 1_000_000;
		}

		@Override
		public Vote out(String model, long now, long until, String outage) {
			this.asked.add("out");
			try {
				this.slow.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Vote.TOLD;
		}

		@Override
		public Vote vote(String model, String ballot, long now, long until, String outage) {
			return Vote.ALONE;
		}

		@Override
		public void back(String model, String ballot) {
			this.asked.add("back");
		}

		@Override
		public Duration probe(String model, Duration lease) {
			return Duration.ZERO;
		}

		@Override
		public void probeEnded(String model) {
		}

		@Override
		public List<@Nullable String> outages(List<String> models) {
			this.asked.add("outages");
			return List.of();
		}

		@Override
		public void close() {
		}

	}

}
