package net.taotoken.failover.autoconfigure.settings;

import java.util.Map;

import net.taotoken.failover.route.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an entry, apart from its address and its key.
 *
 * @param entry the entry, as routes know it
 * @param headers what is sent with each request at this entry
 * @param sslBundle the name of its SSL bundle, or {@code null} for that of all
 */
public record EntrySettings(Entry entry, Map<String, String> headers, @Nullable String sslBundle) {

	/**
	 * Nothing of the headers, since their values may be secrets.
	 */
	@Override
	public String toString() {
		return "EntrySettings[" + this.entry + "]";
	}

}
