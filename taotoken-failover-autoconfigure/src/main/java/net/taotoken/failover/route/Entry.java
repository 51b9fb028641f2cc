package net.taotoken.failover.route;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * A way to the gateway: an address and a key, which decide who pays. Routes know its
 * name, what it offers and when it may be used; where it is, the gateway's client knows.
 * A model at an entry is a candidate; see {@link Model#at(Entry)}.
 *
 * @param name the name: lower-case letters, digits and dashes
 * @param models the names of the models that it offers; empty if that is not known, so
 * that every model is asked for
 * @param onlyOn the kinds of fault after which this entry may be used; empty for no such
 * condition
 * @since 0.1.0
 */
public record Entry(String name, Set<String> models, Set<FaultKind> onlyOn) {

	/** The form of names. */
	public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

	/** Stands between a model and an entry in the id of a candidate. */
	public static final char SEPARATOR = '@';

	public Entry {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"'name' must be lower-case letters, digits and dashes, at most 63 characters");
		}
		models = Collections.unmodifiableSet(new LinkedHashSet<>(models));
		onlyOn = Set.copyOf(onlyOn);
	}

	/**
	 * Tells whether a model may be asked for here.
	 * @param model the name of the model
	 * @return whether it is offered, or what is offered is not known
	 */
	public boolean offers(String model) {
		return this.models.isEmpty() || this.models.contains(model);
	}

	/**
	 * The id of a model at this entry, such as {@code deepseek-v4-flash@balance}.
	 * @param model the name of the model
	 * @return the id of the candidate
	 */
	public String candidate(String model) {
		return model + SEPARATOR + this.name;
	}

	/**
	 * The name of the model in an id, if the id is one of a candidate of this entry.
	 * @param id an id
	 * @return the name of the model, or {@code null} if the id names another entry or
	 * none
	 */
	public @Nullable String modelOf(String id) {
		int end = id.length() - this.name.length() - 1;
		boolean here = end > 0 && id.charAt(end) == SEPARATOR && id.endsWith(this.name);
		return here ? id.substring(0, end) : null;
	}

}
