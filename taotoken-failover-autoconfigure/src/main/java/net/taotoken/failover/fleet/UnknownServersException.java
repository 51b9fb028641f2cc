package net.taotoken.failover.fleet;

/**
 * Nothing tells which servers a connection factory is for. The message is advice, and
 * names no server.
 */
final class UnknownServersException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	UnknownServersException() {
		super("this version of Spring Data Redis does not tell the servers of the connection factory. Make the factory"
				+ " of a RedisStandaloneConfiguration with the address of the host (not 'localhost'), of a"
				+ " RedisSentinelConfiguration or a RedisClusterConfiguration,"
				+ " or declare a bean of type SharedHealth");
	}

}
