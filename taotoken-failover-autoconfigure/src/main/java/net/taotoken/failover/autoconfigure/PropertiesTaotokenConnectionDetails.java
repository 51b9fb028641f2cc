package net.taotoken.failover.autoconfigure;

import java.net.URI;

/**
 * Connection details of the properties, checked.
 */
final class PropertiesTaotokenConnectionDetails implements TaotokenConnectionDetails {

	private final URI baseUrl;

	private final String apiKey;

	PropertiesTaotokenConnectionDetails(TaotokenProperties properties) {
		this.apiKey = ConnectionChecks.apiKey(properties.apiKey(), properties.modelPriority().isEmpty());
		this.baseUrl = ConnectionChecks.baseUrl(properties.baseUrl());
	}

	@Override
	public URI baseUrl() {
		return this.baseUrl;
	}

	@Override
	public String apiKey() {
		return this.apiKey;
	}

}
