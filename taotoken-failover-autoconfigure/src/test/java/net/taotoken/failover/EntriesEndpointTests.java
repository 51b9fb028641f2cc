package net.taotoken.failover;

import java.io.IOException;
import java.util.Map;

import net.taotoken.failover.actuate.TaotokenEndpoint;
import net.taotoken.failover.health.ModelState;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SecurityContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint {@code taotoken} shows of entries.
 */
class EntriesEndpointTests {

	private static final String[] PROPERTIES = { "management.endpoints.web.exposure.include=taotoken",
			"taotoken.entries.balance.api-key=sk-4711", "taotoken.entries.balance.only-on=quota-exhausted",
			"taotoken.entries.balance.headers.X-Team=secret-4712", "taotoken.entries.plan.models=a,b" };

	@Test
	void configurationShowsEntriesWithoutSecrets() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, PROPERTIES)) {
			Map<String, Object> all = application.bean(TaotokenEndpoint.class).all();
			assertThat(all.toString()).doesNotContain("sk-4711", "sk-test", "secret-4712")
				.contains(
						"balance={baseUrl=" + application.balance.url()
								+ ", onlyOn=[quota-exhausted], headers=[X-Team]}",
						"plan={baseUrl=" + application.plan.url() + ", models=[a, b]}");
			assertThat(all.get("models")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsOnlyKeys("a@plan", "a@balance", "b@plan", "b@balance");
		}
	}

	@Test
	void modelThatIsSteeredByItsNameIsShownAtEachEntry() throws IOException {
		try (EntryApplication application = EntryApplication.start(false, PROPERTIES)) {
			TaotokenEndpoint endpoint = application.bean(TaotokenEndpoint.class);
			Map<String, Object> done = endpoint.steer(SecurityContext.NONE, new String[] { "models", "a" }, "disable",
					null, null);
			assertThat(String.valueOf(done.get("now"))).contains("a@plan={", "a@balance={", "disabled")
				.doesNotContain("healthy");
			assertThat(endpoint.one(new String[] { "models", "a@plan" })).containsEntry("state", "disabled");
			assertThat(application.state("b@plan")).isEqualTo(ModelState.HEALTHY);
		}
	}

}
