package net.taotoken.failover.fleet;

import java.lang.reflect.Field;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the servers that a connection factory is for. Its methods tell those of a
 * cluster, of Sentinel, of a socket, and one server that it was given as such. No method
 * tells those of a factory that was made for servers of any sort, such as a master with
 * replicas or what a URL says: by its methods, these look like a server on this host. A
 * field does, as long as there is one.
 */
final class RedisServers {

	private static final RedisStandaloneConfiguration THIS_HOST = new RedisStandaloneConfiguration();

	private final @Nullable Field configuration;

	/**
	 * Find servers by what is known of this version of Spring Data Redis.
	 */
	RedisServers() {
		// its name may change rather than its type
		this(ReflectionUtils.findField(LettuceConnectionFactory.class, null, RedisConfiguration.class));
	}

	/**
	 * Find servers.
	 * @param configuration the field that holds them, or {@code null} if there is none
	 */
	RedisServers(@Nullable Field configuration) {
		this.configuration = configuration;
	}

	/**
	 * The servers of a factory, or of several that replicate one another the master,
	 * since nobody can subscribe to several at once.
	 * @param factory the factory
	 * @return what a factory for the same servers is made of
	 * @throws UnknownServersException if nothing tells them
	 */
	RedisConfiguration of(LettuceConnectionFactory factory) {
		RedisConfiguration servers = told(factory);
		if (servers == null) {
			servers = read(factory);
		}
		// the master comes first
		return (servers instanceof RedisStaticMasterReplicaConfiguration several) ? several.getNodes().get(0) : servers;
	}

	private static @Nullable RedisConfiguration told(LettuceConnectionFactory factory) {
		if (factory.isClusterAware()) {
			return factory.getClusterConfiguration();
		}
		if (factory.isRedisSentinelAware()) {
			return factory.getSentinelConfiguration();
		}
		RedisConfiguration socket = factory.getSocketConfiguration();
		return (socket != null) ? socket : toldServer(factory);
	}

	private static @Nullable RedisConfiguration toldServer(LettuceConnectionFactory factory) {
		RedisStandaloneConfiguration server = factory.getStandaloneConfiguration();
		boolean isUsed = server.getHostName().equals(factory.getHostName()) && server.getPort() == factory.getPort()
				&& server.getDatabase() == factory.getDatabase();
		return (isUsed && !server.equals(THIS_HOST)) ? server : null;
	}

	private RedisConfiguration read(LettuceConnectionFactory factory) {
		Field configuration = this.configuration;
		if (configuration == null) {
			throw new UnknownServersException();
		}
		try {
			ReflectionUtils.makeAccessible(configuration);
			return (RedisConfiguration) Objects.requireNonNull(ReflectionUtils.getField(configuration, factory));
		}
		catch (RuntimeException ex) {
			throw new UnknownServersException();
		}
	}

}
