package net.taotoken.failover;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application that has entries may replace.
 */
class OwnBeansWithEntriesTests {

	private static final String NOWHERE = "http://127.0.0.1:1";

	@Test
	void ownConnectionDetailsGiveEntriesTheirAddressAndKey() throws IOException {
		try (EntryApplication application = EntryApplication.start(false,
				(servers, context) -> context.registerBean(TaotokenConnectionDetails.class,
						() -> new Details(Map.of("plan", new Connection(servers.plan.url(), "sk-bean")))),
				"taotoken.entries.plan.base-url=" + NOWHERE)) {
			application.bothWork();
			assertThat(application.ask()).containsExactly("a@plan ok");
			assertThat(application.plan.requests().get(0)).contains("Bearer sk-bean");
		}
	}

	@Test
	void entryThatTheBeanDoesNotKnowIsAsConfigured() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, (servers, context) -> context
			.registerBean(TaotokenConnectionDetails.class, () -> new Details(Map.of())))) {
			application.bothWork();
			assertThat(application.ask()).containsExactly("a@plan ok");
			assertThat(application.plan.requests().get(0)).contains("Bearer sk-test");
		}
	}

	@Test
	void ownClientIsAskedInPlaceOfEveryEntry() throws IOException {
		try (ModelServer own = new ModelServer();
				EntryApplication application = EntryApplication.start(false, (servers, context) -> context
					.registerBean(GatewayClient.class, () -> TestClients.at(own.url(), InstantSource.system())))) {
			application.works(own);
			assertThat(application.ask()).containsExactly("a@plan ok");
			assertThat(own.asked()).containsExactly("a");
			assertThat(application.plan.requests()).isEmpty();
		}
	}

	@Test
	void ownTrackerTellsEntriesApart() throws IOException {
		try (EntryApplication application = EntryApplication.start(false,
				(servers, context) -> context.registerBean(ModelHealthTracker.class,
						() -> new ModelHealthTracker(HealthSettings.defaults(), servers.time, List.of())))) {
			application.plan.sends("a",
					RawServer.response("429 Too Many Requests", "{\"error\":{\"message\":\"your quota is used up\","
							+ "\"type\":\"new_api_error\",\"code\":\"insufficient_user_quota\"}}"));
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan quota-exhausted", "a@balance ok");
			assertThat(application.state("b@plan")).isEqualTo(ModelState.COOLING_DOWN);
			assertThat(application.state("b@balance")).isEqualTo(ModelState.HEALTHY);
		}
	}

	private record Connection(URI baseUrl, String apiKey) implements GatewayConnection {
	}

	private record Details(Map<String, GatewayConnection> entries) implements TaotokenConnectionDetails {

		@Override
		public String apiKey() {
			return "sk-main";
		}

	}

}
