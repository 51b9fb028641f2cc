package net.taotoken.failover.console;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * The address of a JSON document that tells how models are doing, and the places in it to
 * read.
 *
 * @param address its address, an absolute http or https URL
 * @param headers the headers that are sent with the request
 * @param entries leads to the list of entries, or to an object whose field names are the
 * ids of the models
 * @param model leads from an entry to the id of its model
 * @param state leads from an entry to its state, or {@code null} if there is none
 * @param availableStates the states in which a model can be used, in any case
 * @param quotaRemaining leads from an entry to what is left of the quota, or {@code null}
 * if it does not tell; without a total, it is a number between 0 and 1 or a percentage
 * with its sign
 * @param quotaTotal leads from an entry to the whole quota, or {@code null}
 * @since 0.1.0
 */
public record StatusDocument(URI address, Map<String, String> headers, JsonPointer entries, JsonPointer model,
		@Nullable JsonPointer state, Set<String> availableStates, @Nullable JsonPointer quotaRemaining,
		@Nullable JsonPointer quotaTotal) {

	public StatusDocument {
		headers = Map.copyOf(headers);
		availableStates = availableStates.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	boolean isAvailable(String state) {
		return this.availableStates.contains(state.toLowerCase(Locale.ROOT));
	}

	/**
	 * Nothing of the address and the headers, since they may hold secrets.
	 */
	@Override
	public String toString() {
		return "StatusDocument[" + this.entries + "]";
	}

}
