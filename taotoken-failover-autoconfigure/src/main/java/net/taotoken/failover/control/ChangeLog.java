package net.taotoken.failover.control;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.support.GuardedCall;
import org.jspecify.annotations.Nullable;

/**
 * Tells everyone what was changed, and remembers the last changes. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class ChangeLog {

	private static final int REMEMBERED = 50;

	private final InstantSource clock;

	private final Consumer<Object> publisher;

	private final GuardedCall guard;

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
		this.guard = new GuardedCall("publisher of events", publisher);
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
		this.guard.run(() -> this.publisher.accept(change));
		return change;
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
