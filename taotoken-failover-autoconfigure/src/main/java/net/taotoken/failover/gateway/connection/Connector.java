package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: names, sockets, proxies and TLS, one after the other.
 */
public final class Connector {

	private final NameLookup names;

	private final @Nullable Consumer<Socket> socketCustomizer;

	private final ProxyCredentials credentials;

	private final ProxyTunnel tunnel;

	private final TlsLayer tls;

	private final int timeoutInMillis;

	/**
	 * Create a connector.
	 * @param options how connections are made
	 * @param credentials user and password for proxies
	 * @param tls TLS over sockets
	 * @param timeout how long it may take to connect a socket, and again for the answer
	 * of a proxy and for TLS
	 */
	public Connector(GatewayHttpOptions options, ProxyCredentials credentials, TlsLayer tls, Duration timeout) {
		HostResolver resolver = options.hostResolver();
		this.names = new NameLookup((resolver != null) ? resolver : NameLookup::ofTheJvm);
		this.socketCustomizer = options.socketCustomizer();
		this.credentials = credentials;
		this.tunnel = new ProxyTunnel(credentials);
		this.tls = tls;
		this.timeoutInMillis = Math.toIntExact(timeout.toMillis());
	}

	/** A connection that is not open yet, but can be closed. */
	public WireConnection create() {
		return new WireConnection();
	}

	/**
	 * Open a connection.
	 * @param connection a new connection, which any thread may close meanwhile
	 * @param route where it leads
	 * @throws IOException if it cannot be opened
	 */
	public void open(WireConnection connection, ProxiedRoute route) throws IOException {
		Socket socket = route.isTunnelled() ? tunnel(connection, route) : connect(connection, route);
		boolean open = false;
		try {
			// a handshake reads with the time limit, answers are under a watch
			socket.setSoTimeout(this.timeoutInMillis);
			SSLSocket secure = route.address().isSecure() ? this.tls.wrap(socket, route.address()) : null;
			socket.setSoTimeout(0);
			connection.open(socket, secure);
			open = true;
		}
		finally {
			if (!open) {
				Closer.closeQuietly(socket);
			}
		}
	}

	private Socket tunnel(WireConnection connection, ProxiedRoute route) throws IOException {
		Header authorization = this.credentials.known(route.proxyAddress());
		while (true) {
			Socket socket = connect(connection, route);
			boolean open = false;
			try {
				socket.setSoTimeout(this.timeoutInMillis);
				authorization = this.tunnel.open(socket, route, authorization);
				open = authorization == null;
				if (open) {
					return socket;
				}
			}
			finally {
				if (!open) {
					Closer.closeQuietly(socket);
				}
			}
		}
	}

	private Socket connect(WireConnection connection, ProxiedRoute route) throws IOException {
		if (route.isThroughSocks()) {
			return connectThroughSocks(connection, route);
		}
		String host = (route.proxy().type() == Proxy.Type.DIRECT) ? route.address().host()
				: route.proxyAddress().getHostString();
		int port = (route.proxy().type() == Proxy.Type.DIRECT) ? route.address().port()
				: route.proxyAddress().getPort();
		List<InetAddress> addresses = this.names.find(host, connection);
		IOException failure = null;
		for (InetAddress address : addresses) {
			try {
				// such a socket reads with one call of the operating system
				return connect(connection, SocketChannel.open().socket(), new InetSocketAddress(address, port));
			}
			catch (ExchangeAbortedException ex) {
				throw ex;
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		throw noConnection(failure);
	}

	// the proxy looks up the name of the gateway
	private Socket connectThroughSocks(WireConnection connection, ProxiedRoute route) throws IOException {
		InetSocketAddress proxy = route.proxyAddress();
		InetAddress address = this.names.find(proxy.getHostString(), connection).get(0);
		Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(address, proxy.getPort())));
		try {
			return connect(connection, socket,
					InetSocketAddress.createUnresolved(route.address().host(), route.address().port()));
		}
		catch (ExchangeAbortedException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw noConnection(ex);
		}
	}

	private Socket connect(WireConnection connection, Socket socket, InetSocketAddress address) throws IOException {
		boolean connected = false;
		try {
			connection.breakOnClose(socket);
			socket.setTcpNoDelay(true);
			socket.setKeepAlive(true);
			if (this.socketCustomizer != null) {
				this.socketCustomizer.accept(socket);
			}
			socket.connect(address, this.timeoutInMillis);
			connected = true;
			return socket;
		}
		finally {
			if (!connected) {
				Closer.closeQuietly(socket);
			}
		}
	}

	private static IOException noConnection(@Nullable IOException failure) {
		if (failure instanceof SocketTimeoutException) {
			return new NoConnectionException("no connection within the connect timeout", failure);
		}
		if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
			return new NoConnectionException("no connection", failure);
		}
		return (failure != null) ? failure : new NoConnectionException("no connection", null);
	}

}
