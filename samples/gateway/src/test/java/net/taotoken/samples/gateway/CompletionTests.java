package net.taotoken.samples.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;

import net.taotoken.failover.chat.WireJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static net.taotoken.samples.gateway.Client.ask;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that come whole.
 */
class CompletionTests extends GatewayTest {

	@Test
	void answerOfTheUpstreamIsPassedOnFieldByField() {
		String completion = Upstream.completion(this.one + "-2026", "{\"role\":\"assistant\",\"content\":\"Hi\"}",
				"stop");
		upstream.sends(this.one, Upstream.ok(completion));
		HttpResponse<String> response = this.client.post(ask("auto"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(Client.json(response)).isEqualTo(WireJson.mapper().readTree(completion));
	}

	@Test
	void connectionStaysOpenForAsManyRequestsAsThereAre() throws IOException {
		upstream.answers(this.one, "Hi");
		try (Socket socket = this.client.open(ask(this.one))) {
			for (int i = 0; i < 150; i++) {
				assertThat(Client.readUntil(socket, "\"x_vendor\":{\"a\":1}}"))
					.doesNotContainIgnoringCase("connection: close");
				// no request may be left for the test after this one to find
				if (i < 149) {
					socket.getOutputStream().write(Client.bytes(ask(this.one)));
				}
			}
		}
	}

	@Test
	void headersTellWhoAnsweredAndWhatItTook() {
		upstream.sends(this.one,
				Upstream.response("503 x", Upstream.error("busy", "x", "server_is_overloaded"), "Retry-After: 60"));
		upstream.answers(this.two, "Hi");
		HttpResponse<String> response = this.client.post(ask("auto"));
		assertThat(response.headers().firstValue("x-taotoken-model")).hasValue(this.two);
		assertThat(response.headers().firstValue("x-taotoken-attempts")).hasValue("2");
		assertThat(response.headers().firstValue("x-taotoken-failovers")).hasValue("1");
		assertThat(Client.json(response).path("model").asString()).isEqualTo(this.two);
	}

	@Test
	void everyFieldReachesTheUpstreamAsItIs() {
		upstream.answers(this.one, "Hi");
		String fields = """
				"messages":[{"role":"system","content":"Be brief","x_m":[1,{"a":null}]},
				{"role":"user","content":[{"type":"text","text":"What is it? é 漢 😀"},
				{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low","x_i":1}},
				{"type":"video","video":{"fps":2.50}}]}],
				"temperature":0.5,"max_tokens":7,"n":1,"stop":["a","b"],"seed":9007199254740993,
				"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}},
				"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"x_f":true},"x_t":"t"}],
				"tool_choice":{"type":"function","function":{"name":"f"}},"metadata":{"k":"v"},"store":false,
				"models":["not","ours"],"route":"not-ours","extra":{"deep":[[],{}]},"precise":0.1000000000000000055511151231257827,
				"big":123456789012345678901234567890,"nothing":null""";
		this.client.post("{\"model\":\"" + this.one + "\"," + fields + "}");
		JsonNode received = upstream.asked().get(0).body();
		// whole answers, too, are asked for as a stream
		String streamed = "\"stream\":true,\"stream_options\":{\"include_usage\":true},";
		assertThat(received)
			.isEqualTo(WireJson.mapper().readTree("{\"model\":\"" + this.one + "\"," + streamed + fields + "}"));
		assertThat(received.toString()).contains("0.1000000000000000055511151231257827");
	}

	@Test
	void toolCallsComeOutAndTheirResultsGoBackIn() {
		String call = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\","
				+ "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Wuhan\\\"}\"}}]}";
		upstream.sends(this.one, Upstream.ok(Upstream.completion(this.one, call, "tool_calls")));
		upstream.answers(this.one, "Rain");
		JsonNode message = Client.json(this.client.post(ask("auto"))).at("/choices/0/message");
		assertThat(message).isEqualTo(WireJson.mapper().readTree(call));
		String result = "{\"role\":\"tool\",\"tool_call_id\":\"t-1\",\"content\":\"rain\"}";
		this.client.post("{\"model\":\"auto\",\"messages\":[" + message + "," + result + "]}");
		assertThat(upstream.asked().get(1).body().at("/messages"))
			.isEqualTo(WireJson.mapper().readTree("[" + call + "," + result + "]"));
	}

	@Test
	void modelNamesARoute() {
		upstream.answers(this.two, "Hi");
		this.client.post(ask("cheap"));
		assertThat(models()).containsExactly(this.two);
	}

	@Test
	void modelNamesAModelBeforeTheRestOfTheDefaultRoute() {
		String other = "other/" + this.one;
		upstream.sends(other, Upstream.response("404 x", Upstream.error("no such model", "x", "model_not_found")));
		upstream.answers(this.one, "Hi");
		this.client.post(ask(other));
		assertThat(models()).containsExactly(other, this.one);
	}

	@Test
	void withoutAModelTheDefaultRouteIsMeant() {
		upstream.answers(this.one, "Hi");
		this.client.post("{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}");
		assertThat(models()).containsExactly(this.one);
	}

	@Test
	void modelsAreThoseThatARequestMayName() {
		JsonNode list = Client.json(this.client.get("/v1/models"));
		assertThat(list.path("object").asString()).isEqualTo("list");
		assertThat(list.path("data").valueStream().map((model) -> model.path("id").asString())).containsExactly("auto",
				"default", "cheap", this.one, this.two);
		assertThat(list.at("/data/0/object").asString()).isEqualTo("model");
	}

	@Test
	void healthTellsTheModels() {
		assertThat(this.client.get("/actuator/health/taotoken").body()).contains("\"" + this.one + "\"");
	}

}
