package net.taotoken.failover.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

import net.taotoken.failover.console.SharedReadings;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Leaves readings of the console in Redis. Connects with the first use. Used by one
 * thread; closed when nothing uses it any more.
 */
// what takes the place of SetOption is in Spring Boot 4.1 only
@SuppressWarnings("deprecation")
public final class RedisReadings implements SharedReadings, AutoCloseable {

	private final FleetConnections connections;

	private final FleetKeys keys;

	private final byte[] instance;

	/**
	 * Create readings.
	 * @param settings the namespace and the instance
	 * @param factory the connection factory of the application. A separate connection is
	 * opened with the same settings
	 */
	public RedisReadings(FleetSettings settings, LettuceConnectionFactory factory) {
		this.connections = new FleetConnections(factory);
		this.keys = new FleetKeys(settings.namespace());
		this.instance = bytes(settings.instance());
	}

	@Override
	public @Nullable String latest(String source) {
		byte[] report = ask((redis) -> redis.stringCommands().get(bytes(this.keys.reading(source))));
		return (report != null) ? new String(report, StandardCharsets.UTF_8) : null;
	}

	@Override
	public boolean begin(String source, Duration lease) {
		return Boolean.TRUE.equals(ask((redis) -> redis.stringCommands()
			.set(bytes(this.keys.reader(source)), this.instance, Expiration.from(lease), SetOption.ifAbsent())));
	}

	@Override
	public void publish(String source, String report, Duration validity) {
		ask((redis) -> redis.stringCommands()
			.set(bytes(this.keys.reading(source)), bytes(report), Expiration.from(validity), SetOption.upsert()));
		abandon(source);
	}

	@Override
	public void abandon(String source) {
		ask((redis) -> redis.keyCommands().del(bytes(this.keys.reader(source))));
	}

	private <T> @Nullable T ask(Function<RedisConnection, @Nullable T> question) {
		try (RedisConnection connection = this.connections.get()) {
			return question.apply(connection);
		}
	}

	@Override
	public void close() {
		this.connections.close();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
