package net.taotoken.failover.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.keys.ShownUrl;
import net.taotoken.failover.autoconfigure.properties.FaultMappingProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.route.RoutingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings as keyboards, web pages, shells and platforms write them: they work as they
 * were meant, or the start is refused with the line to write.
 */
@ExtendWith(OutputCaptureExtension.class)
class WrittenSettingsTests {

	private static final String KEY = "secret-key-4711";

	private static List<String> models(Startup startup) {
		return startup.bean(Routes.class).get(Route.DEFAULT).models().stream().map(Model::id).toList();
	}

	private static Startup environment(String... variables) {
		Map<String, Object> environment = new LinkedHashMap<>();
		environment.put("TAOTOKEN_API_KEY", KEY);
		environment.put("TAOTOKEN_MODEL_PRIORITY", "model-a,gpt-4.1");
		for (String variable : variables) {
			int equals = variable.indexOf('=');
			environment.put(variable.substring(0, equals), variable.substring(equals + 1));
		}
		return Startup.empty().environment(environment);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,b/c:1,d", "a，b/c：1，d", "a、b/c:1、d", "a, b/c:1 ，　d", "\"a\",\"b/c:1\",\"d\"",
			"\"a,b/c:1,d\"", "“a”，“b/c:1”，“d”", "‘a’，'b/c:1'、「d」", "a,b/c:1,d,", "a，b/c:1，d，",
			"[\"a\",\"b/c:1\",\"d\"]", "'[\"a\",\"b/c:1\",\"d\"]'", "\ufeffa,b/c:1,d\u200b",
			"a,\u200bb/c\u2060:1,\u00a0d\u00a0", "ａ,b／c:1,d", "  a ,\tb/c:1, d  ", "a\u060cb/c:1\uff64d" })
	void listIsReadAsItWasMeant(String written) {
		assertThat(models(Startup.only("taotoken.api-key=" + KEY, "taotoken.model-priority=" + written)))
			.containsExactly("a", "b/c:1", "d");
		assertThat(models(environment("TAOTOKEN_MODEL_PRIORITY=" + written))).containsExactly("a", "b/c:1", "d");
		assertThat(
				environment("TAOTOKEN_ROUTES_CHEAP_MODEL_PRIORITY=" + written).bean(Routes.class).get("cheap").models())
			.extracting(Model::id)
			.containsExactly("a", "b/c:1", "d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "- a\n- b/c:1\n- d", "- a\r\n- b/c:1\r\n- d\r\n", "\n  - \"a\"\n  - 'b/c:1'\n  - d\n" })
	void listOfYamlInAVariableIsReadAsOne(String written) {
		assertThat(models(environment("TAOTOKEN_MODEL_PRIORITY=" + written))).containsExactly("a", "b/c:1", "d");
	}

	@ParameterizedTest
	@CsvSource({ "TAOTOKEN_STRATGY,TAOTOKEN_STRATEGY", "TAOTOKEN_APYKEY,TAOTOKEN_API_KEY",
			"TAOTOKEN_TIMEOUT_TOTAL,TAOTOKEN_TIMEOUTS_TOTAL", "taotoken_base_ulr,TAOTOKEN_BASE_URL",
			"TAOTOKEN_MODELS_GPT_4_1_CONTEXT_WINDWO,TAOTOKEN_MODELS_GPT_4_1_CONTEXT_WINDOW",
			"TAOTOKEN_ROUTES_CHEAP_STRATEGI,TAOTOKEN_ROUTES_CHEAP_STRATEGY",
			"TAOTOKEN_MODELPRIORTY_0,TAOTOKEN_MODEL_PRIORITY" })
	void variableThatSetsNothingIsToldWithTheOneThatWasMeant(String variable, String meant, CapturedOutput output) {
		environment(variable + "=secret-4711", "TAOTOKEN_ROUTES_CHEAP_MODEL_PRIORITY=model-a").run((context) -> {
			assertThat(output).containsOnlyOnce(
					"The environment variable " + variable + " sets nothing. Did you mean " + meant + "?");
			assertThat(output).doesNotContain("4711");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "TAOTOKEN_STRATEGY=fastest", "TAOTOKEN_APIKEY=key", "TAOTOKEN_HOME=/opt",
			"TAOTOKEN_HTTP_HEADERS_X_TENANT=1", "TAOTOKEN_MODELS_GPT_4_1_CONTEXTWINDOW=9", "TAOTOKEN_KEY=x",
			"TAOTOKEN_MODELS_MODEL_A_PARAMETERS_MAX_TOKENS=7", "TAOTOKEN_URL=x", "TAOTOKEN_PORT=tcp://10.0.0.1:80",
			"TAOTOKEN_STRATEGI_PORT_80_TCP=tcp://10.0.0.1:80", "TAOTOKEN_=x", "TAOTOKEN__=x",
			"TAOTOKEN_FAULTS_RATE_LIMITED_COOL_DOWN=8s", "STRATGY=x" })
	void otherVariablesAreNotTold(String variable, CapturedOutput output) {
		environment(variable).run((context) -> assertThat(output).doesNotContain("sets nothing"));
	}

	@Test
	void modelIsFoundByTheNameOfAVariable() {
		Startup startup = environment("TAOTOKEN_MODEL_PRIORITY=gpt-4o,openai/gpt-4.1-mini",
				"TAOTOKEN_MODELS_GPT_4O_CONTEXT_WINDOW=5000", "TAOTOKEN_MODELS_OPENAI_GPT_4_1_MINI_WEIGHT=3");
		List<Model> models = startup.bean(Routes.class).get(Route.DEFAULT).models();
		assertThat(models.get(0).contextWindow()).isEqualTo(5000);
		assertThat(models.get(1).weight()).isEqualTo(3);
	}

	@Test
	void elementsOfAListInYamlAreReadTheSameWay() {
		assertThat(models(Startup.yaml("""
				taotoken:
				  api-key: secret-key-4711
				  model-priority:
				    - a，b
				    - "\\"c\\""
				    - d,
				"""))).containsExactly("a", "b", "c", "d");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', value = { "a;b ! a,b", "a；b ! a,b", "a|b ! a,b", "a -> b → c ! a,b,c", "a > b ! a,b",
			"a\"b ! ab", "“a ! a", "a b ! a,b" })
	void listThatIsNoneIsRefusedWithTheLineToWrite(String written, String line) {
		assertThat(Startup.with("taotoken.model-priority=" + written).failureText()).contains(
				"'taotoken.model-priority'", "cannot be the name of one model",
				"\n    taotoken.model-priority=" + line);
	}

	@Test
	void everyListIsReadAsItWasMeant() {
		Startup
			.with("taotoken.models.model-a.only-on=rate-limited、“timeout”，",
					"taotoken.console.status.available-states=[\"up\"，\"on line\"]")
			.run((context) -> {
				TaotokenProperties properties = context.getBean(TaotokenProperties.class);
				assertThat(requireNonNull(properties.getModels().get("model-a")).onlyOn())
					.containsExactlyInAnyOrder(FaultKind.RATE_LIMITED, FaultKind.TIMEOUT);
				assertThat(properties.getConsole().status().availableStates()).isEqualTo(Set.of("up", "on line"));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"secret-key-4711\"", "'secret-key-4711'", "“secret-key-4711”", "`secret-key-4711`",
			"  secret-key-4711 ", "\u00a0secret-key-4711", "\ufeffsecret-key-4711\u200b", "secret\u00ad-key-4711",
			"\"'secret-key-4711'\"", "ｓecret－key－4711" })
	void whatIsAroundAKeyIsNotSent(String written) {
		assertThat(environment("TAOTOKEN_API_KEY=" + written).bean(TaotokenConnectionDetails.class).apiKey())
			.isEqualTo(KEY);
		assertThat(Startup.with("taotoken.api-key=${MY_KEY}", "MY_KEY=" + written)
			.bean(TaotokenConnectionDetails.class)
			.apiKey()).isEqualTo(KEY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"secret-key-4711", "secret-key-4711'", "secret-key-4711”", "secret-\"key-4711",
			"secret-key-4711 \"x\"", "密secret-key-4711", "\"\"" })
	void keyThatIsNoneIsRefusedWithoutBeingShown(String written) {
		assertThat(Startup.with("taotoken.api-key=" + written).failureText())
			.contains("'taotoken.api-key'", "\n    taotoken.api-key=${TAOTOKEN_API_KEY}")
			.doesNotContain("secret-", "4711");
	}

	@ParameterizedTest
	@CsvSource({ "\"http://host:81/api\",http://host:81/api", "http：//host：81/api,http://host:81/api",
			"“http://host/api”,http://host/api", "http://my_host:81/api,http://my_host:81/api",
			"http://llm_gw,http://llm_gw", "http://my_host:/api,http://my_host:/api",
			"https://host。example/api\u200b,https://host.example/api", "http://[::1]:8080,http://[::1]:8080" })
	void baseUrlIsReadAsItWasMeant(String written, String url) {
		assertThat(environment("TAOTOKEN_BASE_URL=" + written).bean(TaotokenConnectionDetails.class).baseUrl())
			.hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://host:port/api", "http://:81/api", "http://a_b:123456", "http://me@a_b/api",
			"http://a;b/api", "\"http://host/api" })
	void baseUrlWithoutAHostIsRefused(String written) {
		assertThat(Startup.with("taotoken.base-url=" + written).failureText()).contains("'taotoken.base-url'",
				"\n    taotoken.base-url=https://taotoken.net/api");
	}

	@Test
	void valuesOfOtherKindsMayBeQuotedToo() {
		environment("TAOTOKEN_STRATEGY=\"fastest\"", "TAOTOKEN_TIMEOUTS_TOTAL='90s'",
				"TAOTOKEN_RETRY_MAX_ATTEMPTS=\" 3 \"", "TAOTOKEN_RETRY_JITTER=“0.5”",
				"TAOTOKEN_OBEY_ERROR_HINTS='true'", "TAOTOKEN_MAX_RESPONSE_SIZE=\"2MB\"",
				"TAOTOKEN_TIMEOUTS_CONNECT=１s ")
			.run((context) -> {
				TaotokenProperties properties = context.getBean(TaotokenProperties.class);
				Route route = context.getBean(Routes.class).get(Route.DEFAULT);
				assertThat(route.strategy()).isEqualTo(RoutingStrategy.FASTEST);
				assertThat(route.totalTimeout()).isEqualTo(Duration.ofSeconds(90));
				assertThat(route.retry().maxAttempts()).isEqualTo(3);
				assertThat(route.retry().jitter()).isEqualTo(0.5);
				assertThat(properties.isObeyErrorHints()).isTrue();
				assertThat(properties.getMaxResponseSize().toMegabytes()).isEqualTo(2);
				assertThat(properties.getTimeouts().connect()).isEqualTo(Duration.ofSeconds(1));
			});
	}

	@ParameterizedTest
	@CsvSource({ "taotoken.timeouts.total, 30, 30s or 30ms?, 30s", "taotoken.timeouts.stall, 007, 007s or 007ms?, 007s",
			"taotoken.retry.patience, ' 2 ', 2s or 2ms?, 2s", "taotoken.health.cool-down, ${X}, 45s or 45ms?, 45s",
			"taotoken.faults.overloaded.wait, \"5\", 5s or 5ms?, 5s",
			"taotoken.routes.r.timeouts.total, 20, 20s or 20ms?, 20s",
			"taotoken.models[x/y].timeouts.response, 9, 9s or 9ms?, 9s", "taotoken.hedge.after, 3, 3s or 3ms?, 3s",
			"taotoken.console.models.interval, 300, 300s or 300ms?, 300s",
			"taotoken.reload.interval, 5, 5s or 5ms?, 5s", "taotoken.max-response-size, 16, 16MB or 16B?, 16MB" })
	void numberWithoutAUnitIsRefused(String key, String written, String question, String line) {
		assertThat(Startup.with("X=45", key + "=" + written).failureText()).contains("'" + key + "'", question,
				"\n    " + key + "=" + line);
	}

	@Test
	void numberInYamlNeedsAUnitToo() {
		assertThat(Startup.yaml("""
				taotoken:
				  api-key: secret-key-4711
				  model-priority: a
				  timeouts:
				    total: 60
				""").failureText()).contains("'taotoken.timeouts.total' (from", "60s or 60ms?",
				"\n    taotoken.timeouts.total=60s");
	}

	@Test
	void zeroNeedsNoUnit() {
		assertThat(Startup.with("taotoken.retry.patience=0").bean(Routes.class).get(Route.DEFAULT).retry().patience())
			.isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TAOTOKEN", "TAOTOKEN_MODELS", "TAOTOKEN_ROUTES", "TAOTOKEN_FAULTS",
			"TAOTOKEN_HTTP_HEADERS", "TAOTOKEN_ROUTES_CHEAP", "TAOTOKEN_FAULT_MAPPINGS", "TAOTOKEN_MODEL_PRIORITY",
			"TAOTOKEN_API_KEY", "TAOTOKEN_CONSOLE_STATUS_HEADERS", "TAOTOKEN_MODELS_MODEL_A_PARAMETERS",
			"TAOTOKEN_TIMEOUTS", "TAOTOKEN_BASE_URL", "TAOTOKEN_SERVICE", "TAOTOKEN_MODELS_SERVICE_PORT" })
	void variablesOfAServiceAreNobodysSettings(String service) {
		environment(service + "_PORT=tcp://10.0.0.1:80", service + "_SERVICE_HOST=10.0.0.1",
				service + "_SERVICE_PORT=80", service + "_SERVICE_PORT_HTTP_API=80",
				service + "_PORT_80_TCP=tcp://10.0.0.1:80", service + "_PORT_80_TCP_PROTO=tcp",
				service + "_PORT_80_TCP_PORT=80", service + "_PORT_80_TCP_ADDR=10.0.0.1",
				service + "_PORT_5353_UDP_ADDR=10.0.0.1", "TAOTOKEN_HTTP_HEADERS_X_TENANT=acme")
			.run((context) -> {
				TaotokenProperties properties = context.getBean(TaotokenProperties.class);
				assertThat(properties.getModels()).isEmpty();
				assertThat(properties.getRoutes()).isEmpty();
				assertThat(properties.getFaults()).isEmpty();
				assertThat(properties.getFaultMappings()).isEmpty();
				assertThat(properties.getHttp().headers()).containsExactly(Map.entry("x-tenant", "acme"));
				assertThat(properties.getConsole().status().headers()).isEmpty();
				assertThat(properties.getApiKey()).isEqualTo(KEY);
			});
	}

	@Test
	void partOfTheVariablesOfAServiceIsRecognisedToo() {
		environment("TAOTOKEN_FAULTS_PORT=udp://[fd00::1]:53", "TAOTOKEN_MODELS_PORT_80_TCP_ADDR=10.0.0.1")
			.run((context) -> assertThat(context.getBean(TaotokenProperties.class).getModels()).isEmpty());
	}

	@Test
	void addressOfAServiceCanBeUsedInASetting() {
		assertThat(environment("TAOTOKEN_SERVICE_HOST=10.0.0.1", "TAOTOKEN_SERVICE_PORT=80",
				"TAOTOKEN_BASE_URL=http://${TAOTOKEN_SERVICE_HOST}:${TAOTOKEN_SERVICE_PORT}/v1")
			.bean(TaotokenConnectionDetails.class)
			.baseUrl()).hasToString("http://10.0.0.1:80/v1");
	}

	@Test
	void entriesOfMapsInTheEnvironmentKeepTheirNames() {
		environment("TAOTOKEN_HTTP_HEADERS_X_TENANT_ID=1", "TAOTOKEN_HTTP_HEADERS_PORT=2",
				"TAOTOKEN_CONSOLE_STATUSURL=http://host/status", "TAOTOKEN_CONSOLE_STATUS_STATE=/s",
				"TAOTOKEN_CONSOLE_STATUS_HEADERS_X_API_VERSION=3", "TAOTOKEN_MODELS_GPT_4_1_WEIGHT=4",
				"TAOTOKEN_MODELS_GPT_4_1_CONTEXT_WINDOW=5000", "TAOTOKEN_MODELS_MODEL_A_TIMEOUTS_FIRST_TOKEN=6s",
				"TAOTOKEN_MODELS_MODEL_A_PARAMETERS_MAX_TOKENS=7", "TAOTOKEN_FAULTS_RATE_LIMITED_COOL_DOWN=8s",
				"TAOTOKEN_ROUTES_VERY_CHEAP_MODEL_PRIORITY=model-a", "TAOTOKEN_ROUTES_VERY_CHEAP_RETRY_MAX_ATTEMPTS=1")
			.run((context) -> {
				TaotokenProperties properties = context.getBean(TaotokenProperties.class);
				assertThat(properties.getHttp().headers())
					.containsExactlyInAnyOrderEntriesOf(Map.of("x-tenant-id", "1", "port", "2"));
				assertThat(properties.getConsole().status().headers()).containsExactly(Map.entry("x-api-version", "3"));
				Routes routes = context.getBean(Routes.class);
				Model a = routes.get(Route.DEFAULT).models().get(0);
				assertThat(a.timeouts().firstToken()).isEqualTo(Duration.ofSeconds(6));
				assertThat(a.parameters()).containsExactly(Map.entry("max_tokens", 7));
				Model gpt = routes.get(Route.DEFAULT).models().get(1);
				assertThat(gpt.weight()).isEqualTo(4);
				assertThat(gpt.contextWindow()).isEqualTo(5000);
				assertThat(routes.get(Route.DEFAULT).faults().of(FaultKind.RATE_LIMITED).coolDown())
					.isEqualTo(Duration.ofSeconds(8));
				assertThat(routes.get("very-cheap").retry().maxAttempts()).isEqualTo(1);
			});
	}

	@Test
	void faultMappingsAndGroupsInTheEnvironmentAreReadAsBefore() {
		environment("TAOTOKEN_FAULT_MAPPINGS_0_STATUS=529", "TAOTOKEN_FAULT_MAPPINGS_0_FAULT=overloaded",
				"TAOTOKEN_TIMEOUTS_FIRSTTOKEN=3s", "TAOTOKEN_HTTP_MAX_CONNECTIONS=9", "TAOTOKEN_HOME=/opt")
			.run((context) -> {
				TaotokenProperties properties = context.getBean(TaotokenProperties.class);
				assertThat(properties.getFaultMappings()).extracting(FaultMappingProperties::status)
					.containsExactly(529);
				assertThat(properties.getTimeouts().firstToken()).isEqualTo(Duration.ofSeconds(3));
				assertThat(properties.getHttp().maxConnections()).isEqualTo(9);
			});
	}

	@Test
	void byteOrderMarkBeforeAKeyIsIgnored() {
		assertThat(models(Startup.only("\ufefftaotoken.api-key=" + KEY, "taotoken.model-priority=a")))
			.containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "taotoken.api-key=${sk-4711-secret}", "taotoken.api-key=${SECRET_KEY_4711}",
			"taotoken.api-key=${secret.key}", "taotoken.api-key=x${sk-4711-secret:${secret}}y",
			"taotoken.api-key=${taotoken.api-key}", "taotoken.api-key=${secret",
			"taotoken.base-url=https://${secret-4711}/api", "taotoken.base-url=https://host/secret-4711 x",
			"taotoken.base-url=https://user:secret@host_x/", "taotoken.base-url=https://host/?secret",
			"taotoken.chat-completions-path=secret", "taotoken.chat-completions-path=/${secret-4711}",
			"taotoken.http.headers.x-key=${secret-4711}", "taotoken.http.headers.x-key=secret\u00fc",
			"taotoken.http.headers[0]=X-Key: secret-4711", "taotoken.console.status-url=https://host/${secret-4711}",
			"taotoken.console.status-url=secret-4711", "taotoken.console.status.headers.x=${secret-4711}" })
	void nothingOfASecretIsShownThatCannotBeUsed(String written) {
		assertThat(Startup.with(written).failureText()).contains("Write, for example")
			.doesNotContain("secret", "4711", "SECRET");
	}

	@Test
	void headerThatIsWrittenAsANameIsNotShown() {
		assertThat(Startup.yaml("""
				taotoken:
				  api-key: secret-key-4711
				  model-priority: a
				  http:
				    headers:
				      "[X-Key: secret-4711]": x
				""").failureText()).contains("'taotoken.http.headers[X-Key…]'", "cannot be the name of a header")
			.doesNotContain("secret", "4711");
	}

	@Test
	void nameOfAMissingVariableIsShown() {
		assertThat(Startup.with("taotoken.api-key=${TAOTOKEN_KEY}").failureText()).contains("'TAOTOKEN_KEY'",
				"\n    export TAOTOKEN_KEY=");
	}

	@ParameterizedTest
	@CsvSource({ "https://host/api,https://host/api", "https://host:8443/api/v3,https://host:8443/api/v3",
			"http://my_host/coding/v1/,http://my_host/coding/v1", "https://host/sk-4711/v1,https://host/…/v1",
			"https://host/api/secretsecret,https://host/api/…", "https://host//Ab3/x,https://host/…/…",
			"https://host,https://host" })
	void onlyHarmlessPartsOfTheBaseUrlAreShown(String url, String shown) {
		assertThat(ShownUrl.of(java.net.URI.create(url))).isEqualTo(shown);
	}

	@Test
	void onlyHarmlessPartsOfAPathAreShown() {
		assertThat(ShownUrl.path("/v1/chat/completions")).isEqualTo("/v1/chat/completions");
		assertThat(ShownUrl.path("/t/4711/chat?key=1")).isEqualTo("/t/…/chat?…");
	}

}
