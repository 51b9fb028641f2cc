package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link RedisReadings}.
 */
class RedisReadingsTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final TestRedis redis = new TestRedis.InProcess();

	private final LettuceConnectionFactory factory = this.redis.factory();

	private final RedisReadings one = new RedisReadings(settings("shop", "one"), this.factory);

	private final RedisReadings other = new RedisReadings(settings("shop", "other"), this.factory);

	private final RedisReadings stranger = new RedisReadings(settings("else", "stranger"), this.factory);

	private static FleetSettings settings(String namespace, String instance) {
		return new FleetSettings(namespace, instance, Set.of(), 2);
	}

	// the short limits of connections do not hold on a busy machine
	@BeforeEach
	void connect() {
		for (RedisReadings readings : List.of(this.one, this.other, this.stranger)) {
			Awaitility.await().ignoreExceptions().until(() -> readings.latest("nothing") == null);
		}
	}

	@AfterEach
	void close() {
		this.one.close();
		this.other.close();
		this.stranger.close();
		this.factory.destroy();
		this.redis.close();
	}

	@Test
	void oneReadsAndTheOthersHaveIt() {
		assertThat(this.one.latest("usage")).isNull();
		assertThat(this.one.begin("usage", MINUTE)).isTrue();
		assertThat(this.other.begin("usage", MINUTE)).isFalse();
		assertThat(this.other.begin("models", MINUTE)).isTrue();
		this.one.publish("usage", "{}", MINUTE);
		assertThat(this.other.latest("usage")).isEqualTo("{}");
		assertThat(this.stranger.latest("usage")).isNull();
		assertThat(this.other.begin("usage", MINUTE)).as("the lease has ended").isTrue();
	}

	@Test
	void failedReadingEndsTheLease() {
		this.one.begin("usage", MINUTE);
		this.one.abandon("usage");
		assertThat(this.other.begin("usage", MINUTE)).isTrue();
	}

	@Test
	void redisThatIsAwayIsTold() {
		this.redis.close();
		assertThatException().isThrownBy(() -> this.one.latest("usage"));
	}

}
