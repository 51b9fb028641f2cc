package net.taotoken.failover.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Listeners of one type. Each is called by a {@link GuardedCall}. Safe for use by many
 * threads.
 *
 * @param <L> the type of the listeners
 */
public final class Listeners<L> {

	private final List<Guarded<L>> listeners;

	private Listeners(List<Guarded<L>> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Guard listeners.
	 * @param <L> the type of the listeners
	 * @param type the type, for the log
	 * @param listeners the listeners in the order in which they are called
	 * @return the listeners
	 */
	public static <L> Listeners<L> of(Class<L> type, List<? extends L> listeners) {
		List<Guarded<L>> guarded = new ArrayList<>();
		for (L listener : listeners) {
			guarded.add(new Guarded<>(listener, new GuardedCall(type.getSimpleName(), listener)));
		}
		return new Listeners<>(guarded);
	}

	/**
	 * Those listeners that meet a condition. One that throws does not meet it.
	 * @param condition asked once for each listener
	 * @return some of these listeners
	 */
	public Listeners<L> that(Predicate<? super L> condition) {
		return new Listeners<>(this.listeners.stream()
			.filter((listener) -> Boolean.TRUE
				.equals(listener.guard().<Boolean>get(() -> condition.test(listener.target()))))
			.toList());
	}

	/**
	 * Tells whether there is no listener, so that nothing need be prepared for any.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	/**
	 * Call each listener.
	 * @param event calls one listener
	 */
	public void notify(Consumer<? super L> event) {
		for (Guarded<L> listener : this.listeners) {
			listener.guard().run(() -> event.accept(listener.target()));
		}
	}

	private record Guarded<L>(L target, GuardedCall guard) {
	}

}
