package net.taotoken.failover.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A Taotoken on a free port of this machine, whose models do what a test tells them.
 * Those that it tells nothing answer with a sentence. Bound to the loopback interface;
 * takes every key. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TaotokenServer implements AutoCloseable {

	static final String KEY = "sk-test-of-no-account";

	private static final int BACKLOG = 200;

	private final ServerSocket serverSocket;

	private final Thread acceptor;

	private final @Nullable TaotokenTime time;

	private final RequestLog log = new RequestLog(false);

	private final Scripts scripts = new Scripts("", null);

	private final Map<String, Scripts> entryScripts = new ConcurrentHashMap<>();

	private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();

	private final List<AutoCloseable> templates = new CopyOnWriteArrayList<>();

	private TaotokenServer(@Nullable TaotokenTime time) {
		this.time = time;
		try {
			this.serverSocket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.acceptor = start("taotoken-server", this::accept);
	}

	/**
	 * Start a server with a time that moves where somebody waits for it. Only clients
	 * that have that {@link #time()} do not wait.
	 * @return the server, which has to be closed
	 */
	public static TaotokenServer start() {
		return new TaotokenServer(new TaotokenTime());
	}

	/**
	 * Start a server whose models take real time for what is slow, such as for a demo.
	 * @return the server, which has to be closed
	 */
	public static TaotokenServer startInRealTime() {
		return new TaotokenServer(null);
	}

	/**
	 * The script of a model at the base URL.
	 * @param name the name of the model
	 * @return its script
	 */
	public ModelScript model(String name) {
		return this.scripts.model(name);
	}

	/**
	 * The script of models that have none of their own. Without a word of the test, they
	 * answer with a sentence.
	 * @return the script of the others
	 */
	public ModelScript otherModels() {
		return this.scripts.others();
	}

	/**
	 * An entry, with an address and models of its own.
	 * @param name the name, as under {@code taotoken.entries}: letters, digits, dots,
	 * dashes and underscores
	 * @return the entry, the same for each call as far as its models are
	 */
	public ServerEntry entry(String name) {
		if (!name.matches("[\\w.-]+")) {
			throw new IllegalArgumentException("'" + name + "' cannot be the name of an entry");
		}
		Scripts own = this.entryScripts.computeIfAbsent(name,
				(key) -> new Scripts("entry(\"" + key + "\").", this.scripts));
		return new ServerEntry(name, URI.create(root() + "/entries/" + name), own, this.log);
	}

	/**
	 * The models that were asked.
	 * @return their names, in the order of the requests; those that were asked at an
	 * entry as {@code model@entry}
	 */
	public List<String> asked() {
		return this.log.asked();
	}

	/**
	 * The models that the library asked by itself, to find out whether they are back.
	 * Such a request gets what the model would say next, and is no step of its script.
	 * @return their names, as {@link #asked()} has them
	 */
	public List<String> probed() {
		return this.log.probed();
	}

	/**
	 * The requests that were made. Lists of models are not among it.
	 * @return the requests, in order
	 */
	public List<ReceivedRequest> requests() {
		return this.log.requests();
	}

	/**
	 * The last request.
	 * @return the request
	 * @throws IllegalStateException if there was none
	 */
	public ReceivedRequest lastRequest() {
		List<ReceivedRequest> requests = requests();
		if (requests.isEmpty()) {
			throw new IllegalStateException("No model was asked");
		}
		return requests.get(requests.size() - 1);
	}

	/**
	 * The address of the server.
	 * @return the base URL, such as {@code http://127.0.0.1:37859/api}
	 */
	public URI baseUrl() {
		return URI.create(root() + "/api");
	}

	/**
	 * A key that the server takes, as any other.
	 * @return the key
	 */
	public String apiKey() {
		return KEY;
	}

	/**
	 * The time of the server.
	 * @return the time that moves where somebody waits for it
	 * @throws IllegalStateException if the server was started in real time
	 */
	public TaotokenTime time() {
		if (this.time == null) {
			throw new IllegalStateException("This server runs in real time: start it with TaotokenServer.start()");
		}
		return this.time;
	}

	TimeSource timeOrReal() {
		return (this.time != null) ? this.time : TimeSource.system();
	}

	/**
	 * The way to this server.
	 */
	GatewayConnection connection() {
		return new GatewayConnection() {

			@Override
			public URI baseUrl() {
				return TaotokenServer.this.baseUrl();
			}

			@Override
			public String apiKey() {
				return KEY;
			}

		};
	}

	/**
	 * A template that asks this server, with all defaults, for tests without Spring. The
	 * server closes it.
	 * @param models the models of its default route, in order
	 * @return a template that knows nothing of the health of its models yet
	 */
	public TaotokenTemplate template(String... models) {
		ServerClient client = new ServerClient(this, models);
		this.templates.add(client);
		return client.template();
	}

	/**
	 * Forget all scripts and all requests. Exchanges under way are broken.
	 */
	public void reset() {
		this.connections.forEach(ServerConnection::breakAnswer);
		this.scripts.clear();
		this.entryScripts.values().forEach(Scripts::clear);
		this.log.clear();
	}

	/**
	 * Check that no model was asked more often than its script says.
	 * @throws IllegalStateException if one was; the message says which, and what to write
	 */
	public void checkScripts() {
		this.log.checkScripts();
	}

	/**
	 * Close the server, its connections and its templates. When this method returns, the
	 * port takes no connection any more.
	 */
	@Override
	public void close() {
		try {
			this.serverSocket.close();
		}
		catch (IOException ex) {
			// then it is closed
		}
		awaitAcceptor();
		this.connections.forEach(ServerConnection::close);
		for (AutoCloseable template : this.templates) {
			try {
				template.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * The port is free only when the thread that waits for connections has left its
	 * system call, which {@link ServerSocket#close()} does not wait for. Until then the
	 * operating system goes on taking connections.
	 */
	private void awaitAcceptor() {
		try {
			this.acceptor.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private String root() {
		return "http://127.0.0.1:" + this.serverSocket.getLocalPort();
	}

	private void accept() {
		while (!this.serverSocket.isClosed()) {
			try {
				Socket socket = this.serverSocket.accept();
				ServerConnection connection = new ServerConnection(socket, this.time, this::respond, this::models);
				this.connections.add(connection);
				start("taotoken-server-connection", () -> serve(connection));
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void serve(ServerConnection connection) {
		try (connection) {
			connection.serve();
		}
		catch (IOException ex) {
			// the client has gone
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private Reply respond(ReceivedRequest request) {
		Scripts own = (request.entry() != null) ? scripts(request.entry()) : this.scripts;
		return this.log.reply(request, own);
	}

	private List<String> models(@Nullable String entry) {
		List<String> names = new ArrayList<>(((entry != null) ? scripts(entry) : this.scripts).names());
		for (ReceivedRequest request : requests()) {
			if (Objects.equals(request.entry(), entry) && !names.contains(request.model())) {
				names.add(request.model());
			}
		}
		return names;
	}

	private Scripts scripts(String entry) {
		entry(entry);
		Scripts own = this.entryScripts.get(entry);
		return (own != null) ? own : this.scripts;
	}

	private static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public String toString() {
		return "TaotokenServer[" + baseUrl() + "]";
	}

}
