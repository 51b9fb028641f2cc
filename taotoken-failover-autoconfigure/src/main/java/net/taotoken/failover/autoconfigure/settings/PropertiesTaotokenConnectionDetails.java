package net.taotoken.failover.autoconfigure.settings;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import net.taotoken.failover.autoconfigure.keys.ShownUrl;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.gateway.GatewayConnection;

/**
 * Connection details of the properties, checked. They may be replaced as a whole, so that
 * a new key never goes to the old gateway.
 */
public final class PropertiesTaotokenConnectionDetails implements TaotokenConnectionDetails {

	private volatile GatewayConnection checked;

	private volatile Map<String, GatewayConnection> entries;

	/**
	 * Create the details.
	 * @param checked what they tell at first: that of the first entry if there are
	 * several
	 * @param entries what they tell of entries
	 */
	public PropertiesTaotokenConnectionDetails(GatewayConnection checked, Map<String, GatewayConnection> entries) {
		this.checked = checked;
		this.entries = Map.copyOf(entries);
	}

	@Override
	public URI baseUrl() {
		return this.checked.baseUrl();
	}

	@Override
	public String apiKey() {
		return this.checked.apiKey();
	}

	@Override
	public GatewayConnection current() {
		return this.checked;
	}

	/**
	 * Tell something else from now on. Calls under way may still go to an entry that is
	 * no longer there.
	 */
	public void takeOver(GatewayConnection checked, Map<String, GatewayConnection> entries) {
		Map<String, GatewayConnection> all = new HashMap<>(this.entries);
		all.putAll(entries);
		this.entries = Map.copyOf(all);
		this.checked = checked;
	}

	@Override
	public Map<String, GatewayConnection> entries() {
		return this.entries;
	}

	record Checked(URI baseUrl, String apiKey) implements GatewayConnection {

		@Override
		public String toString() {
			return "Checked[" + ShownUrl.of(this.baseUrl) + "]";
		}

	}

}
