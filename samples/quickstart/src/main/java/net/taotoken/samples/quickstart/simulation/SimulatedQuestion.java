package net.taotoken.samples.quickstart.simulation;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;

/**
 * What a simulated model is asked for; the first that fits is meant.
 */
enum SimulatedQuestion {

	/** It may call tools, and has not yet. */
	WITH_TOOLS(1) {

		@Override
		MappingBuilder with(MappingBuilder request) {
			return request.withRequestBody(WireMock.matchingJsonPath("$.tools"))
				.withRequestBody(WireMock.not(WireMock.matchingJsonPath("$.messages[?(@.role == 'tool')]")));
		}

	},

	/** It has to follow a JSON schema. */
	FOR_JSON(2) {

		@Override
		MappingBuilder with(MappingBuilder request) {
			return request.withRequestBody(WireMock.matching("(?s).*(\"response_format\"|JSON Schema).*"));
		}

	},

	/** A text, as it is written. */
	FOR_STREAM(3) {

		@Override
		MappingBuilder with(MappingBuilder request) {
			return request.withRequestBody(WireMock.matchingJsonPath("$[?(@.stream == true)]"));
		}

	},

	/** A text in one piece. */
	FOR_TEXT(4) {

		@Override
		MappingBuilder with(MappingBuilder request) {
			return request;
		}

	};

	private final int priority;

	SimulatedQuestion(int priority) {
		this.priority = priority;
	}

	/**
	 * The requests of this sort for one model.
	 */
	MappingBuilder of(String model) {
		MappingBuilder request = WireMock.post(WireMock.urlPathEqualTo("/api/v1/chat/completions"))
			.withRequestBody(WireMock.matchingJsonPath("$.model", WireMock.equalTo(model)));
		return with(request).atPriority(this.priority);
	}

	abstract MappingBuilder with(MappingBuilder request);

}
