package net.taotoken.failover.metrics;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the names of models in tags few: requests may name any model, and servers may
 * claim any. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModelNames {

	/** Stands for every model that the configuration does not know. */
	public static final String OTHER = "other";

	/** Stands for no model. */
	public static final String NONE = "none";

	static final int MOST_SERVED = 100;

	private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}");

	private final Supplier<Routes> routes;

	private final Set<String> served = ConcurrentHashMap.newKeySet();

	/** Stays as it is: registries refuse meters whose tags come and go. */
	private final boolean byEntry;

	/**
	 * Create the names. Whether tags tell the entry beside the model is decided here, by
	 * the routes that hold now, and does not change with them.
	 * @param routes gives the routes that hold now
	 */
	public ModelNames(Supplier<Routes> routes) {
		this.routes = routes;
		this.byEntry = routes.get().haveEntries();
	}

	/**
	 * The names of the models in the lists of the routes that hold now.
	 * @return their ids
	 */
	public Set<String> listed() {
		return this.routes.get().models();
	}

	/**
	 * The name of a model that is asked.
	 * @param model the model's id, or {@code null} for none
	 * @return the id if the configuration knows it, or its name without that of the entry
	 * if tags tell the entry; {@value #OTHER} or {@value #NONE}
	 */
	public String requested(@Nullable String model) {
		if (model == null) {
			return NONE;
		}
		Routes known = this.routes.get();
		String name = this.byEntry ? nameOf(known, model) : model;
		return known.isKnown(name) ? name : OTHER;
	}

	private static String nameOf(Routes known, String id) {
		Model candidate = known.find(id);
		if (candidate != null) {
			return candidate.name();
		}
		return known.entries()
			.stream()
			.map((entry) -> entry.modelOf(id))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(id);
	}

	/**
	 * The entry at which a model is asked.
	 * @param model the model's id, or {@code null} for none
	 * @return the name of the entry, {@value #NONE} if the configuration knows none, or
	 * {@code null} if there is to be no tag, since there were no entries at the start
	 */
	public @Nullable String entry(@Nullable String model) {
		if (!this.byEntry) {
			return null;
		}
		return (model != null) ? entryOf(model) : NONE;
	}

	private String entryOf(String model) {
		Routes known = this.routes.get();
		Model candidate = known.find(model);
		if (candidate != null) {
			return Objects.requireNonNullElse(candidate.entryName(), NONE);
		}
		return known.entries()
			.stream()
			.filter((entry) -> entry.modelOf(model) != null)
			.map(Entry::name)
			.findFirst()
			.orElse(NONE);
	}

	/**
	 * The name of a model that a server says has answered.
	 * @param model what the server says, or {@code null}
	 * @param requested the model that was asked
	 * @return that name, {@value #NONE}, or {@value #OTHER} if the model that was asked
	 * is not known either, if the name is of doubtful form, or if there have been very
	 * many
	 */
	public String served(@Nullable String model, String requested) {
		if (model == null || model.isBlank()) {
			return NONE;
		}
		Routes known = this.routes.get();
		if (known.isKnown(model)) {
			return model;
		}
		return (known.isKnown(requested) && isFew(model)) ? model : OTHER;
	}

	private boolean isFew(String model) {
		if (this.served.contains(model)) {
			return true;
		}
		return this.served.size() < MOST_SERVED && HARMLESS.matcher(model).matches() && this.served.add(model);
	}

}
