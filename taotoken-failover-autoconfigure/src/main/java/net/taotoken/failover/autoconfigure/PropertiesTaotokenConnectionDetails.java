package net.taotoken.failover.autoconfigure;

import java.net.URI;

import net.taotoken.failover.gateway.GatewayConnection;

/**
 * Connection details of the properties, checked. They may be replaced as a whole, so that
 * a new key never goes to the old gateway.
 */
final class PropertiesTaotokenConnectionDetails implements TaotokenConnectionDetails {

	private volatile Checked checked;

	PropertiesTaotokenConnectionDetails(TaotokenProperties properties) {
		String apiKey = ConnectionChecks.apiKey(properties.getApiKey(), properties.getModelPriority().isEmpty());
		this.checked = new Checked(ConnectionChecks.baseUrl(properties.getBaseUrl()), apiKey);
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

	void takeOver(PropertiesTaotokenConnectionDetails other) {
		this.checked = other.checked;
	}

	private record Checked(URI baseUrl, String apiKey) implements GatewayConnection {

		@Override
		public String toString() {
			return "Checked[" + ShownUrl.of(this.baseUrl) + "]";
		}

	}

}
