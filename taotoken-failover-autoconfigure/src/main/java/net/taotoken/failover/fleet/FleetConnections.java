package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceSslClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections to the application's Redis that suit short news: the defaults wait a minute
 * for an answer, keep commands while there is no connection and send them when they are
 * stale, and let half a minute pass between two attempts to connect again. Used by one
 * thread.
 */
final class FleetConnections implements AutoCloseable {

	private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

	/**
	 * TLS and the password take several round trips, and their time on a busy machine.
	 */
	private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	/** The shortest time between two questions of where the servers of a cluster are. */
	private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);

	private static final int RECONNECTS_BEFORE_REFRESH = 3;

	/** Lettuce has no fewer. */
	private static final int FEWEST_THREADS = 2;

	private static final Delay RECONNECT_DELAY = Delay.exponential(50, 1000, TimeUnit.MILLISECONDS, 2);

	private final LettuceConnectionFactory given;

	private final RedisServers servers;

	private @Nullable LettuceConnectionFactory factory;

	private @Nullable ClientResources resources;

	/**
	 * Create connections to the same servers, by the same users and certificates, as a
	 * factory does.
	 * @param given the factory of the application, which stays as it is
	 */
	FleetConnections(LettuceConnectionFactory given) {
		this(given, new RedisServers());
	}

	FleetConnections(LettuceConnectionFactory given, RedisServers servers) {
		this.given = given;
		this.servers = servers;
	}

	/**
	 * Get a connection. What can be shared is shared.
	 * @return a connection to be closed after use
	 * @throws UnknownServersException if nothing tells the servers of the application
	 */
	RedisConnection get() {
		LettuceConnectionFactory factory = this.factory;
		return ((factory != null) ? factory : create()).getConnection();
	}

	private LettuceConnectionFactory create() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(this.servers.of(this.given), client());
		this.factory = factory;
		boolean started = false;
		try {
			factory.afterPropertiesSet();
			factory.start();
			started = true;
			return factory;
		}
		finally {
			if (!started) {
				close();
			}
		}
	}

	private LettuceClientConfiguration client() {
		LettuceClientConfiguration theirs = this.given.getClientConfiguration();
		LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder();
		builder.clientName("taotoken")
			// it limits the first words on a connection, too
			.commandTimeout(GREETING_TIMEOUT)
			.shutdownTimeout(Duration.ZERO)
			.shutdownQuietPeriod(Duration.ZERO)
			.clientResources(resources(theirs))
			.clientOptions(options(theirs));
		theirs.getRedisCredentialsProviderFactory().ifPresent(builder::redisCredentialsProviderFactory);
		if (theirs.isUseSsl()) {
			LettuceSslClientConfigurationBuilder ssl = builder.useSsl().verifyPeer(theirs.getVerifyMode());
			if (theirs.isStartTls()) {
				ssl.startTls();
			}
		}
		return builder.build();
	}

	// threads of its own, since those of the application's client may be closed first,
	// and
	// their delay is another one; names and sockets are found as the application's are
	private ClientResources resources(LettuceClientConfiguration theirs) {
		ClientResources.Builder builder = ClientResources.builder()
			.ioThreadPoolSize(FEWEST_THREADS)
			.computationThreadPoolSize(FEWEST_THREADS)
			.reconnectDelay(RECONNECT_DELAY);
		theirs.getClientResources()
			.ifPresent((resources) -> builder.addressResolverGroup(resources.addressResolverGroup())
				.socketAddressResolver(resources.socketAddressResolver())
				.nettyCustomizer(resources.nettyCustomizer()));
		ClientResources resources = builder.build();
		this.resources = resources;
		return resources;
	}

	private ClientOptions options(LettuceClientConfiguration theirs) {
		ClientOptions options = theirs.getClientOptions().orElseGet(ClientOptions::create);
		return (this.given.isClusterAware() ? cluster(options) : options.mutate())
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
			.socketOptions(options.getSocketOptions().mutate().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
			.build();
	}

	// without these, a replica that takes the place of its master may never be found;
	// Lettuce 7 has them unless told otherwise, that of Spring Boot 4.0 has not
	@SuppressWarnings("deprecation")
	private static ClusterClientOptions.Builder cluster(ClientOptions options) {
		ClusterClientOptions cluster = (options instanceof ClusterClientOptions known) ? known
				: ClusterClientOptions.builder(options).build();
		ClusterTopologyRefreshOptions theirs = cluster.getTopologyRefreshOptions();
		return cluster.mutate()
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.dynamicRefreshSources(theirs == null || theirs.useDynamicRefreshSources())
				.enableAdaptiveRefreshTrigger(RefreshTrigger.values())
				.adaptiveRefreshTriggersTimeout(REFRESH_INTERVAL)
				.refreshTriggersReconnectAttempts(RECONNECTS_BEFORE_REFRESH)
				.build());
	}

	@Override
	public void close() {
		LettuceConnectionFactory factory = this.factory;
		ClientResources resources = this.resources;
		this.factory = null;
		this.resources = null;
		if (factory != null) {
			factory.destroy();
		}
		if (resources != null) {
			resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
		}
	}

}
