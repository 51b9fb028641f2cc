package net.taotoken.failover.autoconfigure.properties;

import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A way to the gateway: an address and a key, which decide who pays.
 *
 * @param baseUrl Absolute URL of the gateway at this entry, to which the paths are
 * appended.
 * @param apiKey Key that is sent at this entry. Unless set, that of 'taotoken.api-key'.
 * @param models Comma-separated list of the models that this entry offers. Unless set,
 * every model is asked for here, except those that its own list lacks if
 * 'taotoken.console.models.enabled' is set.
 * @param onlyOn Comma-separated list of kinds of fault. This entry is used only by a call
 * in which one of them has happened, or while a model is out because of one.
 * @param headers Headers that are added to every request at this entry.
 * @param sslBundle Name of the SSL bundle to use at this entry. Unless set, that of
 * 'taotoken.ssl.bundle'.
 * @since 0.1.0
 */
public record EntryProperties(@Nullable String baseUrl, @Nullable String apiKey, @DefaultValue List<String> models,
		@DefaultValue Set<FaultKind> onlyOn, @DefaultValue Map<String, String> headers, @Nullable String sslBundle) {

	/**
	 * Nothing of the content, since some of it is secret.
	 */
	@Override
	public String toString() {
		return "EntryProperties[" + this.models + "]";
	}

}
