package net.taotoken.failover.console;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.time.TimeSource;

/**
 * Fetches documents of gateways that tests run.
 */
public final class Consoles {

	public static final String KEY = "sk-Zq7TopSecretKey0123456789";

	public static final Schedule PATIENT = new Schedule(Duration.ofSeconds(60), Duration.ofSeconds(30), 0);

	public static final Schedule IMPATIENT = new Schedule(Duration.ofSeconds(60), Duration.ofMillis(300), 0);

	private Consoles() {
	}

	public static GatewayDocuments documents(URI baseUrl, GatewayRequestCustomizer... customizers) {
		return documents(baseUrl, GatewaySettings.defaults(), customizers);
	}

	public static GatewayDocuments documents(URI baseUrl, GatewaySettings settings,
			GatewayRequestCustomizer... customizers) {
		GatewayConnection connection = new GatewayConnection() {

			@Override
			public URI baseUrl() {
				return baseUrl;
			}

			@Override
			public String apiKey() {
				return KEY;
			}

		};
		return new GatewayDocuments(settings, connection, FaultRules.standard(),
				GatewayHttpClients.create(settings, null, List.of()), List.of(customizers), TimeSource.system());
	}

}
