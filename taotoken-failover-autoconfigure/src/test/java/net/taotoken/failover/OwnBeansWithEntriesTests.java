package net.taotoken.failover;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application that has entries may replace.
 */
class OwnBeansWithEntriesTests {

	private static final String USED_UP = RawServer.response("429 Too Many Requests",
			"{\"error\":{\"message\":\"your quota is used up\",\"type\":\"new_api_error\","
					+ "\"code\":\"insufficient_user_quota\"}}");

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
			application.plan.sends("a", USED_UP);
			application.works(application.balance);
			assertThat(application.ask()).containsExactly("a@plan quota-exhausted", "a@balance ok");
			assertThat(application.state("b@plan")).isEqualTo(ModelState.COOLING_DOWN);
			assertThat(application.state("b@balance")).isEqualTo(ModelState.HEALTHY);
		}
	}

	@Test
	void ownTrackerIsToldOfEntriesThatAReloadAdds() throws IOException {
		try (ModelServer third = new ModelServer();
				ModelServer fourth = new ModelServer();
				EntryApplication application = EntryApplication.start(false,
						(servers, context) -> context.registerBean(ModelHealthTracker.class,
								() -> new ModelHealthTracker(HealthSettings.defaults(), servers.time, List.of())))) {
			third.sends("a", USED_UP);
			application.works(fourth);
			application.reload(Map.of("taotoken.entries.third.base-url", third.url().toString(),
					"taotoken.entries.fourth.base-url", fourth.url().toString(), "taotoken.entry-priority",
					"third,fourth,balance,plan"));
			assertThat(application.ask()).containsExactly("a@third quota-exhausted", "a@fourth ok");
			assertThat(application.state("b@third")).isEqualTo(ModelState.COOLING_DOWN);
			assertThat(application.state("b@fourth")).isEqualTo(ModelState.HEALTHY);
		}
	}

	@Test
	void ownConnectionDetailsAreEnoughForEntries() throws IOException {
		try (ModelServer plan = new ModelServer(); ModelServer balance = new ModelServer()) {
			plan.sends("a", USED_UP);
			balance.streams("a", EntryApplication.WORKS);
			Map<String, GatewayConnection> connections = Map.of("plan", new Connection(plan.url(), "sk-plan"),
					"balance", new Connection(balance.url(), "sk-balance"));
			entriesWithoutAddress().withBean(TaotokenConnectionDetails.class, () -> new Details(connections))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(context.getBean(TaotokenTemplate.class).chat("?")).isEqualTo(EntryApplication.WORKS);
					assertThat(plan.requests().get(0)).contains("Bearer sk-plan");
					assertThat(balance.requests().get(0)).contains("Bearer sk-balance");
				});
		}
	}

	@Test
	void entryOfWhichNobodyGivesTheAddressStopsTheStart() {
		Map<String, GatewayConnection> connections = Map.of("plan", new Connection(URI.create(NOWHERE), "sk-plan"));
		entriesWithoutAddress().withBean(TaotokenConnectionDetails.class, () -> new Details(connections))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("taotoken.entries.balance.base-url"));
	}

	private static ApplicationContextRunner entriesWithoutAddress() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.model-priority=a", "taotoken.entries.plan.models=a",
					"taotoken.entries.balance.models=a", "taotoken.entry-priority=plan,balance");
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
