package net.taotoken.failover.test.junit;

import java.util.List;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.test.ModelScript;
import net.taotoken.failover.test.TaotokenServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link TaotokenServer} for the tests of a class. To be registered as a static field:
 *
 * <pre class="code">
 * &#64;RegisterExtension
 * static TaotokenServerExtension taotoken = new TaotokenServerExtension();
 * </pre>
 *
 * After each test it fails the test if a model was asked more often than its script says,
 * and forgets all scripts and requests; after the last one it stops.
 *
 * @since 0.1.0
 */
public final class TaotokenServerExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private @Nullable TaotokenServer server;

	/** The classes whose tests run: one, and those nested in it. */
	private int classes;

	/**
	 * Create an extension, whose server starts with its first use.
	 */
	public TaotokenServerExtension() {
	}

	/**
	 * The server.
	 * @return the server, which runs
	 */
	public synchronized TaotokenServer server() {
		TaotokenServer server = this.server;
		if (server == null) {
			server = TaotokenServer.start();
			this.server = server;
		}
		return server;
	}

	/**
	 * The script of a model.
	 * @param name the name of the model
	 * @return its script
	 */
	public ModelScript model(String name) {
		return server().model(name);
	}

	/**
	 * The models that were asked in this test.
	 * @return their names, in the order of the requests
	 */
	public List<String> asked() {
		return server().asked();
	}

	/**
	 * A template that asks the server, with all defaults.
	 * @param models the models of its default route, in order
	 * @return a template that knows nothing of the health of its models yet
	 */
	public TaotokenTemplate template(String... models) {
		return server().template(models);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		TaotokenServer server = server();
		try {
			server.checkScripts();
		}
		finally {
			server.reset();
		}
	}

	@Override
	public synchronized void beforeAll(ExtensionContext context) {
		this.classes++;
	}

	@Override
	public synchronized void afterAll(ExtensionContext context) {
		this.classes--;
		if (this.classes == 0 && this.server != null) {
			this.server.close();
			this.server = null;
		}
	}

}
