package net.taotoken.samples.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What OpenAI's own client makes of the gateway.
 */
class OpenAiNodeTests extends GatewayTest {

	@Test
	void officialClientUnderstandsAnswersAndErrors() throws Exception {
		String call = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\","
				+ "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Wuhan\\\"}\"}}]}";
		upstream.answers("blocking", "Because");
		upstream.streams("streaming", "Be", "cause");
		upstream.sends("tools", Upstream.ok(Upstream.completion("tools", call, "tool_calls"))).answers("tools", "Rain");
		upstream.sends("streamed-tools", Upstream.SSE,
				Upstream.delta("m", "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"t-1\","
						+ "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"ci\"}}]}",
						"null"),
				Upstream.delta("m",
						"{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"ty\\\":\\\"Wuhan\\\"}\"}}]}",
						"null"),
				Upstream.delta("m", "{}", "\"tool_calls\""), "data: [DONE]\n\n");
		upstream.does("broken", (connection) -> {
			connection.send(Upstream.SSE + Upstream.words("broken", "half"));
			TimeUnit.MILLISECONDS.sleep(100);
			connection.reset();
		});
		upstream.sends("limited",
				Upstream.response("429 x", Upstream.error("slow down", "x", "rate_limit_exceeded"), "Retry-After: 60"));
		upstream.sends("invalid", Upstream.response("400 x", Upstream.error("bad value", "x", "invalid_json")));
		upstream.streams(this.one, "repaired");
		JsonNode results = OpenAiNode.run("openai.mjs", this.client.uri("/v1").toString());
		assertThat(results.path("blocking").toString())
			.isEqualTo("{\"text\":\"Because\",\"model\":\"blocking\",\"served\":\"blocking\"}");
		assertThat(results.path("streaming").toString()).isEqualTo("{\"text\":\"Because\",\"chunks\":4}");
		assertThat(results.at("/usage/total_tokens").asInt()).isEqualTo(3);
		assertThat(results.path("tools").toString())
			.isEqualTo("{\"name\":\"weather\",\"city\":\"Wuhan\",\"text\":\"Rain\"}");
		assertThat(results.path("streamedTools").toString()).isEqualTo("{\"name\":\"weather\",\"city\":\"Wuhan\"}");
		assertThat(results.at("/broken/text").asString()).isEqualTo("half");
		assertThat(results.at("/broken/error/isApiError").asBoolean()).isTrue();
		assertThat(results.at("/broken/error/code").asString()).isEqualTo("stream_interrupted");
		assertThat(results.at("/repaired/text").asString()).isEqualTo("repaired");
		assertThat(results.at("/invalid/name").asString()).isEqualTo("BadRequestError");
		assertThat(results.at("/invalid/message").asString()).isEqualTo("400 bad value");
		assertThat(results.at("/notFound/name").asString()).isEqualTo("NotFoundError");
		assertThat(results.path("models").valueStream().map(JsonNode::asString)).contains("auto", this.one);
		assertThatNothingWasRepeated();
	}

	private void assertThatNothingWasRepeated() {
		List<String> asked = models();
		assertThat(asked).filteredOn("invalid"::equals).hasSize(1);
		assertThat(asked).filteredOn("blocking"::equals).hasSize(1);
	}

}
