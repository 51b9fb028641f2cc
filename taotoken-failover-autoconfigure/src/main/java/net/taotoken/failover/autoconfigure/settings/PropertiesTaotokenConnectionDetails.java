package net.taotoken.failover.autoconfigure.settings;

import java.net.URI;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.ShownUrl;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.gateway.GatewayConnection;

/**
 * Connection details of the properties, checked. They may be replaced as a whole, so that
 * a new key never goes to the old gateway.
 */
public final class PropertiesTaotokenConnectionDetails implements TaotokenConnectionDetails {

	private volatile GatewayConnection checked;

	/**
	 * Create the details.
	 * @param checked what they tell at first, of {@link #check}
	 */
	public PropertiesTaotokenConnectionDetails(GatewayConnection checked) {
		this.checked = checked;
	}

	/**
	 * Check what is configured.
	 * @return the connection, which does not change
	 * @throws InvalidTaotokenConfigurationException if something is missing or wrong
	 */
	static GatewayConnection check(TaotokenProperties properties) {
		String apiKey = ConnectionChecks.apiKey(properties.getApiKey(), properties.getModelPriority().isEmpty());
		return new Checked(ConnectionChecks.baseUrl(properties.getBaseUrl()), apiKey);
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

	public void takeOver(GatewayConnection checked) {
		this.checked = checked;
	}

	private record Checked(URI baseUrl, String apiKey) implements GatewayConnection {

		@Override
		public String toString() {
			return "Checked[" + ShownUrl.of(this.baseUrl) + "]";
		}

	}

}
