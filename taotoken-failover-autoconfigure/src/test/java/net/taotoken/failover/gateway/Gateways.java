package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.http.ConnectionPool;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import net.taotoken.failover.gateway.watch.ExchangeWatchdog;
import net.taotoken.failover.time.SocketTime;
import net.taotoken.failover.time.TickerTime;
import net.taotoken.failover.time.TimeSource;
import org.apache.hc.core5.pool.PoolStats;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.test.util.ReflectionTestUtils;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A client under test, with what tests ask about it.
 */
public final class Gateways implements AutoCloseable {

	public static final String KEY = "sk-Zq7TopSecretKey0123456789";

	public static final String PROMPT = "PromptThatNobodyMaySee";

	public static final String ANSWER = "AnswerThatNobodyMaySee";

	public static final String JSON = """
			{"id":"c-1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,\
			"message":{"role":"assistant","content":"AnswerThatNobodyMaySee"},"finish_reason":"stop"}],\
			"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"x_vendor":{"a":1}}""";

	public static final Duration LONG = Duration.ofSeconds(30);

	public static final Duration SHORT = Duration.ofMillis(300);

	private final GatewayHttpClient http;

	private final GatewayClient client;

	public Gateways(URI baseUrl, GatewaySettings settings, GatewayRequestCustomizer... customizers) {
		this(baseUrl, settings, HttpClientSettings.defaults(), customizers);
	}

	public Gateways(URI baseUrl, GatewaySettings settings, HttpClientSettings httpSettings,
			GatewayRequestCustomizer... customizers) {
		this(connection(baseUrl, KEY), settings, httpSettings, customizers);
	}

	public Gateways(GatewayConnection connection, GatewaySettings settings, HttpClientSettings httpSettings,
			GatewayRequestCustomizer... customizers) {
		this(connection, settings, GatewayHttpClients.create(settings, httpSettings.sslBundle(), List.of()),
				customizers);
	}

	private Gateways(GatewayConnection connection, GatewaySettings settings, GatewayHttpClient http,
			GatewayRequestCustomizer... customizers) {
		this(connection, settings, http, new TickerTime(System::nanoTime), customizers);
	}

	private Gateways(GatewayConnection connection, GatewaySettings settings, GatewayHttpClient http, TimeSource time,
			GatewayRequestCustomizer... customizers) {
		this.http = http;
		this.client = new GatewayClient(settings, connection, FaultRules.standard(), this.http, List.of(customizers),
				time);
	}

	/** A client whose waits take no real time. */
	public Gateways(URI baseUrl, SocketTime time) {
		this(connection(baseUrl, KEY), GatewaySettings.defaults(), GatewayHttpClients.create(GatewaySettings.defaults(),
				null, List.of((options) -> options.setSocketCustomizer(time::client))), time);
	}

	public Gateways(URI baseUrl, LongSupplier nanoTicker) {
		this(connection(baseUrl, KEY), GatewaySettings.defaults(),
				GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of()), new TickerTime(nanoTicker));
	}

	public Gateways(URI baseUrl, GatewayHttpClient http) {
		this(connection(baseUrl, KEY), GatewaySettings.defaults(), http);
	}

	public Gateways(URI baseUrl) {
		this(baseUrl, GatewaySettings.defaults());
	}

	public static GatewayConnection connection(URI baseUrl, String key) {
		return new GatewayConnection() {

			@Override
			public URI baseUrl() {
				return baseUrl;
			}

			@Override
			public String apiKey() {
				return key;
			}

		};
	}

	public ChatCompletion ask(Duration limit) {
		return this.client.complete(prompt(), "m-1", Map.of(), limit);
	}

	public GatewayException askInVain(Duration limit) {
		return catchThrowableOfType(GatewayException.class, () -> ask(limit));
	}

	public GatewayException askInVain(String model, Duration limit) {
		return catchThrowableOfType(GatewayException.class,
				() -> this.client.complete(prompt(), model, Map.of(), limit));
	}

	public GatewayStream stream() {
		return stream(new StreamLimits(LONG, LONG, null));
	}

	public GatewayStream stream(StreamLimits limits) {
		return this.client.stream(prompt(), "m-1", Map.of(), limits);
	}

	public GatewayStream stream(StreamLimits limits, int choices) {
		return this.client.stream(prompt(), "m-1", Map.of("n", choices), limits);
	}

	/** Wait until the watchdog has looked at everything that is under way. */
	public void awaitTicks() throws IOException {
		CountDownLatch cancelled = new CountDownLatch(1);
		watchdog().watch(() -> {
			cancelled.countDown();
			return true;
		}, Duration.ofMillis(1));
		try {
			assertThat(cancelled.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private ExchangeWatchdog watchdog() {
		Object transport = requireNonNull(ReflectionTestUtils.getField(this.client, "transport"));
		return (ExchangeWatchdog) requireNonNull(ReflectionTestUtils.getField(transport, "watchdog"));
	}

	/** Ask for a stream that fails before its first content. */
	public GatewayException streamInVain(StreamLimits limits) {
		return catchThrowableOfType(GatewayException.class, () -> {
			try (GatewayStream stream = stream(limits)) {
				throw new AssertionError("content came: " + Streams.readAll(stream));
			}
		});
	}

	public GatewayException streamInVain() {
		return streamInVain(new StreamLimits(LONG, LONG, null));
	}

	public void assertThatNothingIsWatched() {
		eventually().untilAsserted(() -> assertThat(watchdog().inFlight()).isZero());
	}

	/** Nearly always at once. */
	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
	}

	public GatewayClient client() {
		return this.client;
	}

	public GatewayHttpClient http() {
		return this.http;
	}

	/** The watchdog may be about to give a connection back when its caller is free. */
	public void assertThatNothingIsLeased() {
		eventually().untilAsserted(() -> assertThat(pool().getLeased()).isZero());
	}

	public PoolStats pool() {
		return pool(this.http);
	}

	public static PoolStats pool(GatewayHttpClient http) {
		return ((ConnectionPool) requireNonNull(ReflectionTestUtils.getField(http, "pool"))).stats();
	}

	@Override
	public void close() {
		this.client.close();
	}

	private GatewayRequest prompt() {
		return this.client.prepare(ChatCompletionRequest.of(PROMPT));
	}

}
