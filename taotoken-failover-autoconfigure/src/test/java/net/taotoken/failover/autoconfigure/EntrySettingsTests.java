package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What can be written of entries, and what is refused with advice.
 */
@ExtendWith(OutputCaptureExtension.class)
class EntrySettingsTests {

	private static final String[] TWO = { "taotoken.entries.plan.base-url=https://plan.example.com/v1",
			"taotoken.entries.balance.base-url=https://balance.example.com/v1", "taotoken.entry-priority=plan" };

	private static Startup two(String... properties) {
		return Startup.with(TWO).and(properties);
	}

	@Test
	void candidatesAreModelsAtEntries(CapturedOutput output) {
		assertThat(ids(two(), "default")).containsExactly("model-a@plan", "model-a@balance", "model-b@plan",
				"model-b@balance");
		assertThat(output)
			.contains("entries 'plan' https://plan.example.com/v1, 'balance' https://balance.example.com/v1",
					"model-a@plan, model-a@balance")
			.doesNotContain("secret-key-4711");
	}

	@Test
	void environmentVariablesAreEnough() {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("TAOTOKEN_API_KEY", "sk-1");
		variables.put("TAOTOKEN_MODEL_PRIORITY", "[\"glm-5.3\"]");
		variables.put("TAOTOKEN_ENTRIES_CODING_BASE_URL", "https://api.taotoken.net/coding/v1");
		variables.put("TAOTOKEN_ENTRIES_CODING_MODELS", "glm-5.3,deepseek-v4-flash");
		variables.put("TAOTOKEN_ENTRIES_BALANCE_BASE_URL", "https://api.taotoken.net/v1");
		variables.put("TAOTOKEN_ENTRIES_BALANCE_ONLY_ON", "quota-exhausted");
		variables.put("TAOTOKEN_ENTRIES_BALANCE_API_KEY", "sk-2");
		variables.put("TAOTOKEN_ENTRY_PRIORITY", "coding,balance");
		assertThat(ids(Startup.empty().environment(variables), "default")).containsExactly("glm-5.3@coding",
				"glm-5.3@balance");
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"coding": {"base-url": "https://api.taotoken.net/coding/v1", "models": ["glm-5.3", "x"]},
			"balance": {"base-url": "https://api.taotoken.net/v1", "only-on": ["quota-exhausted", "authentication"],
			"headers": {"X-Team": "research"}, "api-key": "${OTHER_KEY}"}}""", """
			 '{"coding": {"baseUrl": "https://api.taotoken.net/coding/v1", "models": "glm-5.3,x", "apiKey": null},
			"balance": {"base_url": "https://api.taotoken.net/v1", "only_on": "quota-exhausted,authentication",
			"headers": {"X-Team": "research"}, "API_KEY": "${OTHER_KEY}"}}'""" })
	void oneVariableHoldsAllEntriesInTheirOrder(String json) {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("TAOTOKEN_API_KEY", "sk-1");
		variables.put("OTHER_KEY", "sk-2");
		variables.put("TAOTOKEN_MODEL_PRIORITY", "[\"glm-5.3\"]");
		variables.put("TAOTOKEN_ENTRIES", json);
		Startup startup = Startup.empty().environment(variables);
		assertThat(ids(startup, "default")).containsExactly("glm-5.3@coding", "glm-5.3@balance");
		assertThat(startup.bean(Routes.class).get("default").models().get(1).entryOnlyOn())
			.containsExactlyInAnyOrder(FaultKind.QUOTA_EXHAUSTED, FaultKind.AUTHENTICATION);
		assertThat(requireNonNull(startup.bean(Routes.class).get("default").models().get(0).entry()).models())
			.containsExactly("glm-5.3", "x");
		TaotokenSettings settings = startup.bean(TaotokenSettings.class);
		assertThat(requireNonNull(settings.entryConnection("coding")).apiKey()).isEqualTo("sk-1");
		assertThat(requireNonNull(settings.entryConnection("balance")).apiKey()).isEqualTo("sk-2");
		assertThat(settings.entries().get(1).headers()).containsEntry("X-Team", "research");
	}

	@Test
	void variableForOneValueGoesBeforeTheOneForAll() {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("TAOTOKEN_MODEL_PRIORITY", "a");
		variables.put("TAOTOKEN_ENTRIES",
				"{\"one\": {\"base-url\": \"https://one.example.com\", \"api-key\": \"sk-1\", \"models\": [\"x\", \"y\"]}}");
		variables.put("TAOTOKEN_ENTRIES_ONE_API_KEY", "sk-2");
		variables.put("TAOTOKEN_ENTRIES_ONE_MODELS", "a");
		TaotokenSettings settings = Startup.empty().environment(variables).bean(TaotokenSettings.class);
		assertThat(requireNonNull(settings.entryConnection("one")).apiKey()).isEqualTo("sk-2");
		assertThat(settings.entries().get(0).entry().models()).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "coding,secret-key-4711 | TAOTOKEN_ENTRIES is no JSON object: line 1, column",
			"[{\"name\": \"coding\", \"api-key\": \"secret-key-4711\"}] | TAOTOKEN_ENTRIES is no JSON object",
			"{\"coding\": {\"api-key\": \"secret-key-4711\", } | TAOTOKEN_ENTRIES is no JSON object: line 1, column",
			"{\"coding\": \"secret-key-4711\"} | the entry 'coding' is no JSON object",
			"{\"coding\": {\"base-ulr\": \"secret-key-4711\"}} | Did you mean 'base-url'?",
			"{\"coding\": {\"key\": \"secret-key-4711\"}} | Did you mean 'api-key'?",
			"{\"coding\": {\"api-key\": \"secret-key-4711\"}} | taotoken.entries.coding.base-url=https" })
	void variableOfAnotherFormIsRefusedWithAnExample(String written) {
		String[] parts = written.split(" \\| ");
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("TAOTOKEN_MODEL_PRIORITY", "a");
		variables.put("TAOTOKEN_ENTRIES", parts[0]);
		assertThat(Startup.empty().environment(variables).failureText()).contains(parts[1])
			.doesNotContain("secret-key-4711");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TAOTOKEN_ENTRIE", "TAOTOKEN_ENTRES", "TAOTOKEN_ENTRIEZ" })
	void variableWithASlipInItsNameIsToldOf(String variable, CapturedOutput output) {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("TAOTOKEN_API_KEY", "sk-1");
		variables.put("TAOTOKEN_MODEL_PRIORITY", "a");
		variables.put(variable, "{\"one\": {\"base-url\": \"https://one.example.com\"}}");
		variables.put("TAOTOKEN_ENTRIES", "");
		assertThat(ids(Startup.empty().environment(variables), "default")).containsExactly("a");
		assertThat(output).contains(variable + " sets nothing. Did you mean TAOTOKEN_ENTRIES?");
	}

	@Test
	void yamlKeepsTheOrderInWhichEntriesAreWritten() {
		Startup yaml = Startup.yaml("""
				taotoken:
				  api-key: sk-1
				  entries:
				    zulu: { base-url: "https://z.example.com/v1" }
				    alpha: { base-url: "https://a.example.com/v1" }
				  model-priority: [m]
				""");
		assertThat(ids(yaml, "default")).containsExactly("m@zulu", "m@alpha");
	}

	@Test
	void noEntriesLeaveEverythingAsItIs() {
		assertThat(ids(Startup.with(), "default")).containsExactly("model-a", "model-b");
	}

	private static List<String> ids(Startup startup, String route) {
		return startup.bean(Routes.class).get(route).models().stream().map(Model::id).toList();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"taotoken.entries.plan.base-url= | taotoken.entries.plan.base-url=https://api.taotoken.net/v1",
			"taotoken.entries.plan.base-url=plan.example.com | taotoken.entries.plan.base-url=https://taotoken.net/api",
			"taotoken.entries.plan.api-key=${MISSING_KEY:} | would be sent to this entry",
			"taotoken.entries.plan.api-key=${MISSING_KEY} | taotoken.entries.plan.api-key",
			"taotoken.entries.balance.base-url=https://plan.example.com/v1 | same address and key as 'plan'",
			"taotoken.entry-priority=plan,balanse | taotoken.entry-priority=balance",
			"taotoken.entry-priority=plan,plan | names the entry 'plan' twice",
			"taotoken.model-priority=model-a@balanse | taotoken.model-priority=model-a@balance",
			"taotoken.entries.Big.base-url=https://x.example.com | lower-case letters",
			"taotoken.routes.eu.entries=paln | taotoken.routes.eu.entries=plan",
			"taotoken.entries.plan.models=model-x | No route has a model at this entry",
			"taotoken.entries.plan.headers.Authorization=Bearer x | taotoken.entries.plan.api-key=${TAOTOKEN_API_KEY}",
			"taotoken.entries.plan.ssl-bundle=none | There is no SSL bundle named 'none'",
			"taotoken.prefer=modle | taotoken.prefer=model" })
	void whatIsWrongIsRefusedWithTheLineToWrite(String written) {
		String[] parts = written.split(" \\| ");
		assertThat(two("taotoken.routes.eu.model-priority=model-a", parts[0]).failureText()).contains(parts[1])
			.doesNotContain("secret-key-4711");
	}

	@Test
	void modelThatNoEntryOffersIsRefused() {
		assertThat(two("taotoken.entries.plan.models=model-a", "taotoken.entries.balance.models=model-a").failureText())
			.contains("'model-b', which none of the entries plan, balance offers",
					"taotoken.entries.plan.models=model-a,model-b");
	}

	@Test
	void entriesThatAllWaitForEachOtherAreRefused() {
		assertThat(
				two("taotoken.entries.plan.only-on=timeout", "taotoken.entries.balance.only-on=timeout").failureText())
			.contains("taotoken.entries.plan.only-on", "no call could begin");
	}

	@Test
	void entryWithoutAnyKeyIsRefused() {
		assertThat(Startup.only(TWO).and("taotoken.model-priority=a").failureText())
			.contains("taotoken.entries.plan.api-key=${TAOTOKEN_API_KEY}");
	}

	@Test
	void shortNamesOfEntriesAreNoSlips() {
		assertThat(
				ids(Startup.with("taotoken.entries.eu.base-url=https://eu.example.com", "taotoken.model-priority=x@v2"),
						"default"))
			.containsExactly("x@v2@eu");
	}

	@Test
	void candidateIsDescribedWithoutBracketsToo() {
		Routes routes = two("taotoken.models.model-aplan.weight=3").bean(Routes.class);
		assertThat(routes.get("default").models()).extracting(Model::weight).startsWith(3.0, 1.0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "taotoken.entries.plan.api-keyy=sk-4711", "taotoken.entries.plan.api-key=sk 4711",
			"taotoken.entries.plan.base-url=https://sk-4711@plan.example.com",
			"taotoken.entries.plan.headers.X-Key=sk-4711\nX: y", "taotoken.entries.plan.only-on=none",
			"taotoken.entries.plan.headers.Host=sk-4711" })
	void adviceNeverHoldsASecret(String written) {
		assertThat(two(written).failureText()).contains("taotoken.entries.plan").doesNotContain("4711");
	}

	@Test
	void modelThatNoEntryListsStopsTheStartIfThatIsWanted() throws IOException {
		try (RawServer plan = listing("model-a"); RawServer balance = listing("model-a")) {
			Startup startup = Startup.with("taotoken.entries.plan.base-url=" + plan.url(),
					"taotoken.entries.balance.base-url=" + balance.url(), "taotoken.entry-priority=plan",
					"taotoken.console.models.enabled=true", "taotoken.console.models.fail-on-missing=true");
			assertThat(startup.failureText()).contains("does not list the model 'model-b'").doesNotContain("model-a@");
		}
	}

	@Test
	void modelThatOneEntryListsOrThatCannotBeKnownStopsNoStart() throws IOException {
		try (RawServer plan = listing("model-a"); RawServer balance = listing("model-b")) {
			Startup startup = Startup.with("taotoken.entries.plan.base-url=" + plan.url(),
					"taotoken.entries.balance.base-url=" + balance.url(), "taotoken.entry-priority=plan",
					"taotoken.console.models.enabled=true", "taotoken.console.models.fail-on-missing=true");
			assertThat(ids(startup, "default")).hasSize(4);
			assertThat(ids(startup.and("taotoken.entries.balance.base-url=http://127.0.0.1:1"), "default")).hasSize(4);
		}
	}

	private static RawServer listing(String model) {
		return new RawServer((connection) -> {
			connection.readRequest();
			connection
				.send(RawServer.response("200 OK", "{\"data\":[{\"id\":\"" + model + "\"}]}", "Connection: close"));
		});
	}

	@Test
	void nameOfAnEntryHasAForm() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Entry("Plan", Set.of(), Set.of()))
			.withMessageContaining("'name'");
	}

}
