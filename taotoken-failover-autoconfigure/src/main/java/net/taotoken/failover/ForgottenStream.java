package net.taotoken.failover;

import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Closes a stream that nobody holds any more and nobody has closed: its model would have
 * an attempt under way for ever otherwise, and its connection would be lost. It must not
 * keep a reference to the stream, which the garbage collector would then never free.
 */
final class ForgottenStream implements Runnable {

	private static final Log logger = LogFactory.getLog(ForgottenStream.class);

	private final ChunkSource source;

	private final @Nullable Throwable opened;

	private volatile @Nullable Cleanable cleanable;

	private ForgottenStream(ChunkSource source) {
		this.source = source;
		this.opened = logger.isDebugEnabled() ? new Throwable("The stream was opened here") : null;
	}

	static ForgottenStream watch(ChatStream stream, ChunkSource source) {
		ForgottenStream forgotten = new ForgottenStream(source);
		forgotten.cleanable = Cleaners.CLEANER.register(stream, forgotten);
		return forgotten;
	}

	/**
	 * The stream was read to its end, or closed. May be called more than once, by any
	 * thread.
	 */
	void stopWatching() {
		Cleanable cleanable = this.cleanable;
		this.cleanable = null;
		if (cleanable != null) {
			cleanable.clean();
		}
	}

	@Override
	public void run() {
		if (this.cleanable == null) {
			return;
		}
		if (this.opened != null) {
			logger.debug("The stream of model " + this.source.model()
					+ " was neither read to its end nor closed: use try-with-resources", this.opened);
		}
		this.source.close();
	}

	/**
	 * Created with the first stream, so that an application without streams has no
	 * cleaner thread.
	 */
	private static final class Cleaners {

		static final Cleaner CLEANER = Cleaner.create();

	}

}
