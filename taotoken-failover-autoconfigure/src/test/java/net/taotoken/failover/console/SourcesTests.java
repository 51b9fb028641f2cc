package net.taotoken.failover.console;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;

import static java.util.Objects.requireNonNull;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What the built-in sources make of what servers say, over HTTP.
 */
@Timeout(60)
class SourcesTests {

	private static final String SUBSCRIPTION = "/api/v1/dashboard/billing/subscription";

	private static final String USAGE = "/api/v1/dashboard/billing/usage";

	private final WireMockServer server = new WireMockServer(options().dynamicPort());

	private GatewayDocuments documents;

	@BeforeEach
	void start() {
		this.server.start();
		this.documents = Consoles.documents(URI.create(this.server.baseUrl() + "/api"),
				GatewaySettings.defaults().withMaxResponseSize(100_000));
	}

	@AfterEach
	void stop() {
		this.documents.close();
		this.server.stop();
	}

	private void answer(String path, ResponseDefinitionBuilder response) {
		this.server.stubFor(get(urlEqualTo(path)).withHeader("Authorization", equalTo("Bearer " + Consoles.KEY))
			.willReturn(response));
	}

	private static ModelListSource models(GatewayDocuments documents, Schedule schedule) {
		return new ModelListSource(documents, "/v1/models", schedule);
	}

	private static BalanceSource balance(GatewayDocuments documents, Schedule schedule) {
		return new BalanceSource(documents, "/v1/dashboard/billing/subscription", "/v1/dashboard/billing/usage",
				schedule);
	}

	private static StatusDocument document(URI base, String entries, @Nullable String state, @Nullable String remaining,
			@Nullable String total) {
		return new StatusDocument(URI.create(base + "/api/status"), Map.of(), JsonPointer.compile(entries),
				JsonPointer.compile("/id"), pointer(state), Set.of("OK", "true", "1"), pointer(remaining),
				pointer(total));
	}

	private static @Nullable JsonPointer pointer(@Nullable String pointer) {
		return (pointer != null) ? JsonPointer.compile(pointer) : null;
	}

	private Map<String, ModelStatus> status(String json, String entries, @Nullable String state,
			@Nullable String remaining, @Nullable String total) {
		answer("/api/status", okJson(json));
		StatusDocument document = document(URI.create(this.server.baseUrl()), entries, state, remaining, total);
		return new StatusDocumentSource(this.documents, document, Consoles.PATIENT).read(Set.of("a", "b")).models();
	}

	@Test
	void modelThatIsNotListedIsDown() {
		answer("/api/v1/models", okJson("""
				{"object":"list","success":true,"data":[{"id":"a","object":"model"},{"id":"x"},{},{"id":7},null]}"""));
		StatusReport report = models(this.documents, Consoles.PATIENT).read(Set.of("a", "b"));
		assertThat(report.models()).containsOnly(entry("a", ModelStatus.up()),
				entry("b", ModelStatus.down("the gateway does not list it among its models")));
		assertThat(report.account()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[]}", "{}", "[]", "{\"error\":{\"message\":\"no\"}}", "null",
			"{\"data\":[{\"id\":\"a\"}],\"has_more\":true}", "{\"data\":[{\"id\":\"a\"}", "<html>", "" })
	void listThatIsNoneOrNotWholeSaysNothing(String body) {
		answer("/api/v1/models", okJson(body));
		assertThatThrownBy(() -> models(this.documents, Consoles.PATIENT).read(Set.of("a")))
			.isInstanceOf(UnusableDocumentException.class)
			.hasMessageStartingWith("models: ");
	}

	@Test
	void balanceIsTheLimitLessWhatWasSpent() {
		answer(SUBSCRIPTION, okJson("{\"object\":\"billing_subscription\",\"hard_limit_usd\":20.5}"));
		answer(USAGE, okJson("{\"object\":\"list\",\"total_usage\":1025}"));
		StatusReport report = balance(this.documents, Consoles.PATIENT).read(Set.of("a"));
		assertThat(report.account()).isEqualTo(new AccountStatus(10.25, 20.5));
		assertThat(report.models()).isEmpty();
	}

	@Test
	void keyWithoutALimitHasNoBalance() {
		answer(SUBSCRIPTION, okJson("{\"hard_limit_usd\":100000000}"));
		assertThat(balance(this.documents, Consoles.PATIENT).read(Set.of()).account()).isNull();
		this.server.verify(0, getRequestedFor(urlEqualTo(USAGE)));
	}

	@Test
	void balanceWithoutANumberSaysNothing() {
		answer(SUBSCRIPTION, okJson("{\"hard_limit_usd\":20.5}"));
		answer(USAGE, okJson("{\"error\":{\"message\":\"no\"}}"));
		assertThatThrownBy(() -> balance(this.documents, Consoles.PATIENT).read(Set.of()))
			.isInstanceOf(UnusableDocumentException.class)
			.hasMessageContaining("'total_usage'");
	}

	@Test
	void statusIsReadWhereThePointersLead() {
		Map<String, ModelStatus> models = status("""
				{"result":{"rows":[
				{"id":"a","s":{"now":"Ok"},"q":{"left":25,"all":"100"}},
				{"id":"b","s":{"now":"maintenance"},"q":{"left":"-1","all":-1}},
				{"id":"other"},{"name":"b"},7,null]}}""", "/result/rows", "/s/now", "/q/left", "/q/all");
		assertThat(models).containsOnly(entry("a", ModelStatus.up().withQuota(new Quota(25, 100))),
				entry("b", new ModelStatus(false, new Quota(-1, -1), "its state is 'maintenance'")));
		assertThat(new Quota(-1, -1).fraction()).isNull();
	}

	@Test
	void fieldNamesCanBeTheModels() {
		assertThat(status("{\"a\":{\"up\":true},\"b\":{\"up\":false},\"x\":1}", "", "/up", null, null))
			.containsOnly(entry("a", ModelStatus.up()), entry("b", ModelStatus.down("its state is 'false'")));
	}

	@Test
	void bestOfSeveralEntriesForAModelCounts() {
		assertThat(status("""
				[{"id":"a","s":"down","left":1},{"id":"a","s":"ok","left":0.2},{"id":"a","s":"ok","left":0.5},
				{"id":"a","s":"ok","left":0.3}]""", "", "/s", "/left", null))
			.containsOnly(entry("a", ModelStatus.up().withQuota(Quota.ofFraction(0.5))));
	}

	@ParameterizedTest
	@MethodSource
	void quotaIsReadAsItIsWritten(String json, @Nullable Double fraction) {
		ModelStatus status = requireNonNull(
				status("[{\"id\":\"a\",\"left\":" + json + "}]", "", null, "/left", null).get("a"));
		assertThat(status.available()).isTrue();
		assertThat((status.quota() != null) ? status.quota().fraction() : null).isEqualTo(fraction);
	}

	static Stream<Arguments> quotaIsReadAsItIsWritten() {
		return Stream.of(arguments("0.07", 0.07), arguments("\"0.07\"", 0.07), arguments("\"7%\"", 0.07),
				arguments("0", 0.0), arguments("-3", 0.0), arguments("5000", 1.0), arguments("\"much\"", null),
				arguments("null", null), arguments("\"NaN\"", null), arguments("1e999", null), arguments("[1]", null));
	}

	@Test
	void stateThatIsNoWordIsNotShown() {
		assertThat(requireNonNull(status("[{\"id\":\"a\",\"s\":\"sk-1234/../{}\"}]", "", "/s", null, null).get("a"))
			.reason()).isEqualTo("its state is none of the good ones");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":7}", "{}", "{\"data\":[]}", "{\"data\":[{\"id\":\"x\"}]}", "{\"data\":" })
	void documentWithoutTheModelsSaysNothing(String body) {
		assertThatThrownBy(() -> status(body, "/data", "/s", null, null)).isInstanceOf(UnusableDocumentException.class)
			.hasMessageStartingWith("status-url: ");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void badAnswersAreFaults(String name, ResponseDefinitionBuilder response, String problem) {
		this.server.stubFor(any(anyUrl()).willReturn(response));
		Stream
			.of(models(this.documents, Consoles.PATIENT), balance(this.documents, Consoles.PATIENT),
					new StatusDocumentSource(this.documents,
							document(URI.create(this.server.baseUrl()), "", "/s", null, null), Consoles.PATIENT))
			.forEach((source) -> assertThatThrownBy(() -> source.read(Set.of("a"))).isInstanceOf(GatewayException.class)
				.hasMessageContaining(problem)
				.hasMessageNotContaining(Consoles.KEY));
	}

	static Stream<Arguments> badAnswersAreFaults() {
		return Stream.of(arguments("401", aResponse().withStatus(401), "authentication"),
				arguments("500", aResponse().withStatus(500), "server-error"),
				arguments("huge", okJson("[" + "1,".repeat(100_000) + "1]"), "larger than"));
	}

	@Test
	void silentServersEndAtTheTimeout() throws IOException {
		try (RawServer silent = new RawServer(Script.sendAndStall(""));
				GatewayDocuments documents = Consoles.documents(silent.url())) {
			Stream
				.of(models(documents, Consoles.IMPATIENT), balance(documents, Consoles.IMPATIENT),
						new StatusDocumentSource(documents, document(silent.url(), "", "/s", null, null),
								Consoles.IMPATIENT))
				.forEach((source) -> assertThatThrownBy(() -> source.read(Set.of("a")))
					.isInstanceOf(GatewayException.class)
					.hasMessageContaining("timeout"));
		}
	}

}
