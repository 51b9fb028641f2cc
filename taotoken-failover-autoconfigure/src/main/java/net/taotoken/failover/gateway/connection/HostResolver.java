package net.taotoken.failover.gateway.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host. Called in a thread of its own, so that it may take long:
 * a call that waits for it still ends at its time limit, or when it is interrupted.
 */
@FunctionalInterface
public interface HostResolver {

	/**
	 * Find the addresses of a host.
	 * @param host the name of a host, never a literal address
	 * @return the addresses, in the order in which they are to be tried
	 * @throws UnknownHostException if there are none
	 */
	List<InetAddress> resolve(String host) throws UnknownHostException;

}
