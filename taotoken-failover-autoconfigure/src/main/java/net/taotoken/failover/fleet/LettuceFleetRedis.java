package net.taotoken.failover.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Redis by Lettuce. Lettuce subscribes again by itself when a connection was lost.
 */
final class LettuceFleetRedis implements FleetRedis {

	/** A probe may be slow, and nobody asks a model at once without calls. */
	static final Duration VOTE_OUTLASTS = Duration.ofMinutes(1);

	private static final long CLOCK_MOVED = -2;

	private final FleetConnections connections;

	private final FleetKeys keys;

	private final String instance;

	private final int quorum;

	private @Nullable RedisConnection subscription;

	/**
	 * Use Redis.
	 * @param connections connections for this alone, which are closed with this
	 * @param settings the namespace and the instance
	 */
	LettuceFleetRedis(FleetConnections connections, FleetSettings settings) {
		this.connections = connections;
		this.keys = new FleetKeys(settings.namespace());
		this.instance = settings.instance();
		this.quorum = settings.quorum();
	}

	@Override
	public void subscribe(Runnable subscribed, Consumer<String> message) {
		closeSubscription();
		RedisConnection connection = this.connections.get();
		this.subscription = connection;
		connection.subscribe(new ChannelListener(subscribed, message), bytes(this.keys.channel()));
	}

	private void closeSubscription() {
		RedisConnection before = this.subscription;
		if (before != null) {
			this.subscription = null;
			before.close();
		}
	}

	@Override
	public long time() {
		return number(FleetScripts.TIME, 1, this.keys.channel());
	}

	@Override
	public Vote out(String model, long now, long until, String outage) {
		return answer(number(FleetScripts.OUT, 2, this.keys.out(model), this.keys.probe(model), Long.toString(until),
				outage, this.instance, this.keys.channel(), Long.toString(now)));
	}

	@Override
	public Vote vote(String model, String ballot, long now, long until, String outage) {
		return answer(number(FleetScripts.VOTE, 3, this.keys.out(model), this.keys.probe(model),
				this.keys.doubt(ballot), Long.toString(until), outage, this.instance, this.keys.channel(),
				Long.toString(now), model, Integer.toString(this.quorum), millis(VOTE_OUTLASTS)));
	}

	private static Vote answer(long number) {
		if (number == CLOCK_MOVED) {
			return Vote.CLOCK_MOVED;
		}
		return (number < 0) ? Vote.ALONE : ((number > 0) ? Vote.TOLD : Vote.KNOWN);
	}

	@Override
	public void back(String model, String ballot) {
		number(FleetScripts.BACK, 4, this.keys.out(model), this.keys.probe(model), this.keys.doubt(model),
				this.keys.doubt(ballot), this.instance, model, this.keys.channel());
	}

	@Override
	public Duration probe(String model, Duration lease) {
		long others = number(FleetScripts.PROBE, 1, this.keys.probe(model), millis(lease), this.instance);
		return Duration.ofMillis(Math.max(0, others));
	}

	@Override
	public void probeEnded(String model) {
		number(FleetScripts.PROBE_ENDED, 1, this.keys.probe(model), this.instance);
	}

	@Override
	public List<@Nullable String> outages(List<String> models) {
		String[] outs = models.stream().map(this.keys::out).toArray(String[]::new);
		List<?> answer = ask(
				(redis) -> redis.<List<?>>eval(FleetScripts.OUTAGES, ReturnType.MULTI, outs.length, bytes(outs)));
		return answer.stream()
			.<@Nullable String>map((outage) -> (outage instanceof byte[] text) ? text(text) : null)
			.toList();
	}

	private long number(byte[] script, int keyCount, String... keysAndArguments) {
		Long answer = ask((redis) -> redis.eval(script, ReturnType.INTEGER, keyCount, bytes(keysAndArguments)));
		return answer;
	}

	private <T> T ask(Function<RedisScriptingCommands, @Nullable T> question) {
		try (RedisConnection connection = this.connections.get()) {
			return Objects.requireNonNull(question.apply(connection.scriptingCommands()),
					"Redis answered a script with nothing");
		}
	}

	@Override
	public void close() {
		try {
			closeSubscription();
		}
		finally {
			this.connections.close();
		}
	}

	private static String millis(Duration duration) {
		return Long.toString(Math.max(1, duration.toMillis()));
	}

	private static byte[][] bytes(String... texts) {
		return Stream.of(texts).map(LettuceFleetRedis::bytes).toArray(byte[][]::new);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private record ChannelListener(Runnable subscribed,
			Consumer<String> message) implements MessageListener, SubscriptionListener {

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			this.message.accept(text(message.getBody()));
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			this.subscribed.run();
		}

	}

}
