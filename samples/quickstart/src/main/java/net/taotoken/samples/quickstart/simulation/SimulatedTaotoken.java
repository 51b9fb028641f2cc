package net.taotoken.samples.quickstart.simulation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

/**
 * A gateway on a free port of this machine, and the way to it. Its models answer well
 * until they are told otherwise.
 */
class SimulatedTaotoken implements TaotokenConnectionDetails, AutoCloseable {

	private final Map<String, SimulatedFault> models = new LinkedHashMap<>();

	private final SimulatedAnswers answers;

	private final WireMockServer server;

	SimulatedTaotoken(Collection<String> models, Duration retryAfter) {
		this.answers = new SimulatedAnswers(retryAfter);
		this.server = new WireMockServer(options().bindAddress("127.0.0.1")
			.dynamicPort()
			.asynchronousResponseEnabled(true)
			.disableRequestJournal());
		this.server.start();
		models.forEach((model) -> set(model, SimulatedFault.OK));
	}

	@Override
	public URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.server.port() + "/api");
	}

	@Override
	public String apiKey() {
		return "simulated";
	}

	synchronized void set(String model, SimulatedFault fault) {
		UUID stub = UUID.nameUUIDFromBytes(model.getBytes(StandardCharsets.UTF_8));
		this.server.removeStub(stub);
		this.server.stubFor(post(urlPathEqualTo("/api/v1/chat/completions")).withId(stub)
			.withRequestBody(matchingJsonPath("$.model", equalTo(model)))
			.willReturn(this.answers.of(model, fault)));
		this.models.put(model, fault);
	}

	synchronized Map<String, SimulatedFault> models() {
		return new LinkedHashMap<>(this.models);
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
