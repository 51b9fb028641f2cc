package net.taotoken.failover.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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

	/**
	 * Create the names.
	 * @param routes gives the routes that hold now
	 */
	public ModelNames(Supplier<Routes> routes) {
		this.routes = routes;
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
	 * @return the id if the configuration knows it, {@value #OTHER} or {@value #NONE}
	 */
	public String requested(@Nullable String model) {
		if (model == null) {
			return NONE;
		}
		return this.routes.get().isKnown(model) ? model : OTHER;
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
