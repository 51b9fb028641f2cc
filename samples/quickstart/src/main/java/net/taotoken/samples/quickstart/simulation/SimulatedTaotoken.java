package net.taotoken.samples.quickstart.simulation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

/**
 * A gateway on a free port of this machine, and the way to it. Its models answer well
 * until they are told otherwise.
 */
class SimulatedTaotoken implements TaotokenConnectionDetails, AutoCloseable {

	private final Map<String, SimulatedFault> models = new LinkedHashMap<>();

	private final SimulatedAnswers answers;

	private final WireMockServer server;

	SimulatedTaotoken(Collection<String> models, SimulationProperties properties) {
		this.answers = new SimulatedAnswers(properties);
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
		for (SimulatedQuestion question : SimulatedQuestion.values()) {
			UUID stub = UUID.nameUUIDFromBytes((question + model).getBytes(StandardCharsets.UTF_8));
			this.server.removeStub(stub);
			this.server.stubFor(question.of(model).withId(stub).willReturn(this.answers.to(question, model, fault)));
		}
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
