package net.taotoken.failover.autoconfigure.reload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.support.GuardedLoop;
import net.taotoken.failover.support.RestartableLoop;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Looks at the reload file now and then, from one daemon thread. It compares content, so
 * that it does not matter how the file is replaced; and it takes new content only when
 * two looks have found the same, so that a file is not taken while it is being written.
 */
public final class ReloadWatcher implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ReloadWatcher.class);

	private final ReloadFile file;

	private final Duration interval;

	private final ConfigurationReload reload;

	private final TimeSource time;

	private @Nullable String taken;

	private @Nullable String seen;

	private boolean missing;

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final RestartableLoop loop = new RestartableLoop(this::newLoop);

	public ReloadWatcher(ReloadFile file, Duration interval, ConfigurationReload reload, TimeSource time) {
		this.file = file;
		this.interval = interval;
		this.reload = reload;
		this.time = time;
		this.missing = file.read() == null;
	}

	/**
	 * Look at the file once.
	 */
	synchronized void check() {
		byte[] content = this.file.read();
		if (content == null) {
			missing();
			return;
		}
		this.missing = false;
		String fingerprint = fingerprint(content);
		boolean settled = fingerprint.equals(this.seen);
		this.seen = fingerprint;
		if (settled && !fingerprint.equals(this.taken)) {
			this.taken = fingerprint;
			take(content);
		}
	}

	private void missing() {
		this.seen = null;
		if (!this.missing) {
			this.missing = true;
			logger.warn("The file " + this.file + " of '" + ReloadFile.KEY
					+ "' cannot be read any longer; the configuration stays as it is until the file comes back");
		}
	}

	private void take(byte[] content) {
		String cause = "file " + this.file;
		try {
			this.reload.reload(cause, this.file.parse(content));
		}
		catch (InvalidTaotokenConfigurationException | StackOverflowError ex) {
			this.reload.refuse(cause, ex);
		}
	}

	private static String fingerprint(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	@Override
	public void start() {
		this.loop.start();
	}

	private GuardedLoop newLoop() {
		return new GuardedLoop("taotoken-reload", this.interval, this::round);
	}

	private void round() throws InterruptedException {
		// listeners of the application are called on this thread
		Thread.currentThread().setContextClassLoader(this.classLoader);
		this.time.sleep(this.interval);
		check();
	}

	@Override
	public void stop() {
		this.loop.stop();
	}

	@Override
	public boolean isRunning() {
		return this.loop.isRunning();
	}

}
