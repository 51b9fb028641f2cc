package net.taotoken.failover.control;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells everyone what was changed, and remembers the last changes. Safe for use by many
 * threads.
 */
public final class ChangeLog {

	private static final int REMEMBERED = 50;

	private static final Log logger = LogFactory.getLog(TaotokenControl.class);

	private final InstantSource clock;

	private final Consumer<Object> publisher;

	private final Deque<TaotokenChangedEvent> latest = new ArrayDeque<>();

	/**
	 * Create an empty log.
	 * @param clock tells the time
	 * @param publisher takes each change, as an application's event publisher does; what
	 * it throws is logged and otherwise ignored
	 */
	public ChangeLog(InstantSource clock, Consumer<Object> publisher) {
		this.clock = clock;
		this.publisher = publisher;
	}

	/**
	 * Tell of a change that has taken effect.
	 * @param kind what was done
	 * @param target to what
	 * @param detail what was done, in words that are safe to show
	 * @param principal who did it, or {@code null}
	 * @return what was told
	 */
	public TaotokenChangedEvent add(Kind kind, String target, String detail, @Nullable String principal) {
		TaotokenChangedEvent change = new TaotokenChangedEvent(kind, target, detail, principal, this.clock.instant());
		synchronized (this.latest) {
			this.latest.addFirst(change);
			if (this.latest.size() > REMEMBERED) {
				this.latest.removeLast();
			}
		}
		publish(change);
		return change;
	}

	private void publish(TaotokenChangedEvent change) {
		try {
			this.publisher.accept(change);
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			logger.warn("A listener failed to hear of a change: " + change.kind().id() + " " + change.target(), ex);
		}
	}

	/**
	 * The last changes.
	 * @return at most 50, the newest first
	 */
	public List<TaotokenChangedEvent> latest() {
		synchronized (this.latest) {
			return List.copyOf(this.latest);
		}
	}

}
