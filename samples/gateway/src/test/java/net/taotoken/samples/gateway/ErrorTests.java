package net.taotoken.samples.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static net.taotoken.samples.gateway.Client.ask;
import static net.taotoken.samples.gateway.Client.askForStream;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors, all of one shape.
 */
class ErrorTests extends GatewayTest {

	@ParameterizedTest
	@CsvSource({ "429 x, rate_limit_exceeded, 429, rate_limit_error, rate_limit_exceeded",
			"503 x, server_is_overloaded, 503, server_error, overloaded",
			"500 x, internal_error, 502, server_error, upstream_error",
			"404 x, model_not_found, 502, server_error, upstream_error",
			"403 x, insufficient_user_quota, 402, insufficient_quota, insufficient_quota",
			"401 x, invalid_api_key, 502, server_error, upstream_error",
			"400 x, invalid_value, 400, invalid_request_error, invalid_request",
			"400 x, context_length_exceeded, 400, invalid_request_error, context_length_exceeded",
			"400 x, unsupported_parameter, 400, invalid_request_error, unsupported",
			"400 x, content_filter, 400, invalid_request_error, content_filter" })
	void failureOfAllHasTheStatusOfItsKind(String status, String upstreamCode, int expected, String type, String code) {
		fail(this.one, status, "what the server says", upstreamCode);
		fail(this.two, status, "what the server says", upstreamCode);
		HttpResponse<String> response = this.client.post(ask("auto"));
		assertThat(response.statusCode()).isEqualTo(expected);
		JsonNode error = error(response);
		assertThat(error.path("type").asString()).isEqualTo(type);
		assertThat(error.path("code").asString()).isEqualTo(code);
		assertThat(error.path("message").asString().equals("what the server says")).isEqualTo(expected == 400);
		assertThat(response.headers().firstValue("x-taotoken-attempts"))
			.hasValue(Integer.toString(upstream.asked().size()));
		assertThat(response.headers().firstValue("x-should-retry")).hasValue("false");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\"n\":99999999999 | n", "\"n\":1e400 | n", "\"temperature\":1e400 | temperature",
					"\"vendor\":{\"x\":[1,-9E999]} | vendor.x.1", "\"max_tokens\":123456789012345678901 | max_tokens" })
	void numberThatIsTooLargeIsRefusedByTheNameOfItsField(String field, String name) {
		String json = ask("auto");
		HttpResponse<String> response = this.client.post(json.substring(0, json.length() - 1) + "," + field + "}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(error(response).path("message").asString()).contains("field " + name + " ").doesNotContain("JSON");
		assertThat(error(response).path("param").asString()).isEqualTo(name);
		assertThat(upstream.asked()).isEmpty();
	}

	@Test
	void numbersThatFitGoThroughAsTheyAre() {
		upstream.answers(this.one, "Hi");
		String json = ask("auto");
		assertThat(this.client
			.post(json.substring(0, json.length() - 1) + ",\"temperature\":1e-1,\"vendor\":2E30,\"text\":\"1e999\"}")
			.statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "long", "a\\nb", "a\\u0000b", "\\u001b[31m" })
	void modelThatIsNoneIsRefusedBeforeAnyIsAsked(String id) {
		HttpResponse<String> response = this.client.post(ask(id.equals("long") ? "m".repeat(9000) : id));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(error(response).path("param").asString()).isEqualTo("model");
		assertThat(upstream.asked()).isEmpty();
	}

	@Test
	void streamsFailTheSameWayBeforeTheirFirstToken() {
		fail(this.one, "429 x", "slow down", "rate_limit_exceeded");
		upstream.sends(this.two, Upstream.SSE, "data: [DONE]\n\n");
		HttpResponse<String> response = this.client.post(askForStream("auto"));
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(error(response).path("code").asString()).isEqualTo("rate_limit_exceeded");
	}

	@Test
	void provenFaultOfTheRequestSaysMoreThanARateLimit() {
		fail(this.one, "429 x", "slow down", "rate_limit_exceeded");
		fail(this.two, "400 x", "cannot be read", "invalid_json");
		assertThat(this.client.post(ask("auto")).statusCode()).isEqualTo(400);
	}

	@Test
	void rateLimitSaysMoreThanAServerError() {
		fail(this.one, "429 x", "slow down", "rate_limit_exceeded");
		fail(this.two, "500 x", "oops", "internal_error");
		assertThat(this.client.post(ask("auto")).statusCode()).isEqualTo(429);
	}

	@Test
	void promptThatIsTooLongForOneModelIsNoReasonToGiveUp() {
		fail(this.one, "429 x", "slow down", "rate_limit_exceeded");
		fail(this.two, "400 x", "too long", "context_length_exceeded");
		assertThat(this.client.post(ask("auto")).statusCode()).isEqualTo(429);
	}

	@ParameterizedTest
	@CsvSource({ "This model does not support image input, x", "Something is not as it should be, x" })
	void wordOfOneModelSaysLessThanAnOutageOfAnother(String message, String code) {
		fail(this.one, "429 x", "slow down", "rate_limit_exceeded");
		fail(this.two, "400 x", message, code);
		assertThat(this.client.post(ask("auto")).statusCode()).isEqualTo(429);
	}

	@Test
	void retryAfterIsPassedOn() {
		fail(this.one, "429 x", "slow down", "rate_limit_exceeded");
		fail(this.two, "429 x", "slow down", "rate_limit_exceeded");
		String retryAfter = this.client.post(ask("auto")).headers().firstValue("retry-after").orElseThrow();
		// a minute, which is spread by up to a second
		assertThat(Integer.parseInt(retryAfter)).isBetween(30, 61);
	}

	@Test
	void keysAreNeverShown() {
		String message = "key " + UPSTREAM_KEY + " and sk-proj-abc_123 and sk-****6789 sent bad";
		fail(this.one, "400 x", message, "invalid_value");
		fail(this.two, "400 x", message, "invalid_value");
		HttpResponse<String> response = this.client.post(ask("auto"));
		assertThat(error(response).path("message").asString()).isEqualTo("key [key] and [key] and [key] sent bad");
	}

	@Test
	void refusedKeyOfTheGatewayIsNotTheClientsBusiness() {
		fail(this.one, "401 x", "bad key " + UPSTREAM_KEY, "invalid_api_key");
		HttpResponse<String> response = this.client.post(ask("auto"));
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(response.body()).doesNotContainIgnoringCase("key").doesNotContain(UPSTREAM_KEY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "", "null", "[]", "7", "\"x\"", "{\"model\":\"a\"} trailing", "{\"model\":\"a\"}",
			"{\"model\":\"a\",\"messages\":[]}",
			"{\"model\":\" \",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
			"{\"model\":\"a\",\"messages\":\"x\"}", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":{}}" })
	void badBodiesAreRefused(String body) {
		HttpResponse<String> response = this.client.post(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(error(response).path("message").asString()).isNotBlank()
			.doesNotContain("net.taotoken", "java.", "Exception");
		assertThat(upstream.asked()).isEmpty();
	}

	@Test
	void wrongFieldIsNamed() {
		HttpResponse<String> response = this.client
			.post("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":\"many\"}");
		assertThat(error(response).path("param").asString()).isEqualTo("max_tokens");
	}

	@Test
	void unknownDeliveryIsRefused() {
		HttpResponse<String> response = this.client.post(askForStream("auto"), "x-taotoken-delivery", "soon");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(error(response).path("param").asString()).isEqualTo("x-taotoken-delivery");
	}

	@Test
	void unknownPathsAndMethodsHaveTheShapeToo() {
		assertShape(this.client.get("/v1/nothing"), 404);
		assertShape(this.client.get("/v1/nothing", "Accept", "text/html"), 404);
		assertShape(this.client.get("/v1/chat/completions"), 405);
		assertShape(this.client.get("/error"), 404);
	}

	@Test
	void webPagesCannotPostWithoutAsking() {
		HttpRequest form = HttpRequest.newBuilder(this.client.uri("/v1/chat/completions"))
			.header("Content-Type", "text/plain")
			.POST(HttpRequest.BodyPublishers.ofString(ask("auto")))
			.build();
		assertShape(this.client.send(form), 415);
		assertThat(upstream.asked()).isEmpty();
	}

	private void fail(String model, String status, String message, String code) {
		upstream.sends(model, Upstream.response(status, Upstream.error(message, "x", code),
				status.startsWith("4") ? "Retry-After: 60" : "X-Y: z"));
	}

	private static void assertShape(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(error(response).path("message").asString()).isNotBlank();
	}

	private static JsonNode error(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		JsonNode error = Client.json(response).path("error");
		Set<String> fields = error.propertyStream().map((field) -> field.getKey()).collect(Collectors.toSet());
		assertThat(fields).containsExactlyInAnyOrder("message", "type", "code", "param");
		return error;
	}

}
