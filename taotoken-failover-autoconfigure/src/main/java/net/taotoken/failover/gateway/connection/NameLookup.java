package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Finds the addresses of hosts in threads of their own, since a name server that is
 * silent holds its caller for long and knows no interrupt. There is one thread for each
 * host at most.
 */
final class NameLookup {

	private final HostResolver resolver;

	private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

	NameLookup(HostResolver resolver) {
		this.resolver = resolver;
	}

	static List<InetAddress> ofTheJvm(String host) throws UnknownHostException {
		return List.of(InetAddress.getAllByName(host));
	}

	/**
	 * Find the addresses of a host.
	 * @param host a name or a literal address
	 * @param connection what they are for; closing it ends the wait
	 * @return the addresses
	 * @throws IOException if there are none, or the wait ended
	 */
	List<InetAddress> find(String host, WireConnection connection) throws IOException {
		if (isLiteral(host)) {
			return List.of(InetAddress.getByName(host));
		}
		// others may wait for the same host
		CompletableFuture<List<InetAddress>> own = lookUp(host).copy();
		connection.breakOnClose(() -> own.cancel(true));
		try {
			return own.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ExchangeAbortedException(ex);
		}
		catch (CancellationException ex) {
			throw new ExchangeAbortedException(ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
	}

	private static boolean isLiteral(String host) {
		return host.indexOf(':') >= 0
				|| host.chars().allMatch((character) -> character == '.' || (character >= '0' && character <= '9'));
	}

	private static IOException failure(@Nullable Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof UnknownHostException unknown) ? unknown
				: new NoConnectionException("the host name cannot be resolved", failure);
	}

	private CompletableFuture<List<InetAddress>> lookUp(String host) {
		CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
		CompletableFuture<List<InetAddress>> before = this.underWay.putIfAbsent(host, lookup);
		if (before != null) {
			return before;
		}
		boolean started = false;
		try {
			Thread thread = new Thread(null, () -> complete(lookup, host), "taotoken-lookup", 0, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(null);
			thread.start();
			started = true;
		}
		finally {
			if (!started) {
				this.underWay.remove(host, lookup);
				lookup.completeExceptionally(new UnknownHostException("No thread is left to look up names"));
			}
		}
		return lookup;
	}

	private void complete(CompletableFuture<List<InetAddress>> lookup, String host) {
		try {
			List<InetAddress> addresses = this.resolver.resolve(host);
			this.underWay.remove(host, lookup);
			if (addresses.isEmpty()) {
				throw new UnknownHostException("No address");
			}
			lookup.complete(addresses);
		}
		catch (Throwable ex) {
			this.underWay.remove(host, lookup);
			lookup.completeExceptionally(ex);
		}
	}

}
