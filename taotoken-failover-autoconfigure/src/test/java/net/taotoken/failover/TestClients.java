package net.taotoken.failover;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;

import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import net.taotoken.failover.time.SocketTime;
import net.taotoken.failover.time.TickerTime;
import net.taotoken.failover.time.TimeSource;

/**
 * Clients of gateways that tests run.
 */
final class TestClients {

	private TestClients() {
	}

	static GatewayClient at(URI baseUrl, InstantSource clock) {
		return at(baseUrl, clock, List.of());
	}

	static GatewayClient at(URI baseUrl, InstantSource clock, List<GatewayRequestCustomizer> customizers) {
		return at(baseUrl, new TickerTime(System::nanoTime, clock), List.of(), customizers);
	}

	/** A client whose waits take no real time. */
	static GatewayClient at(URI baseUrl, SocketTime time) {
		return at(baseUrl, time, List.of((options) -> options.setSocketCustomizer(time::client)), List.of());
	}

	private static GatewayClient at(URI baseUrl, TimeSource time, List<GatewayClientCustomizer> http,
			List<GatewayRequestCustomizer> customizers) {
		GatewaySettings settings = GatewaySettings.defaults();
		GatewayConnection connection = new GatewayConnection() {

			@Override
			public URI baseUrl() {
				return baseUrl;
			}

			@Override
			public String apiKey() {
				return "sk-test";
			}

		};
		return new GatewayClient(settings, connection, FaultRules.standard(),
				GatewayHttpClients.create(settings, null, http), customizers, time);
	}

}
