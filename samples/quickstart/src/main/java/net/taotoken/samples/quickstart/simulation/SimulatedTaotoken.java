package net.taotoken.samples.quickstart.simulation;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.test.ModelScript;
import net.taotoken.failover.test.TaotokenServer;

/**
 * A gateway on a free port of this machine, and the way to it. Its models answer well
 * until they are told otherwise. Where the application has several entries, each is an
 * address of this gateway.
 */
class SimulatedTaotoken implements TaotokenConnectionDetails, AutoCloseable {

	private final Map<String, SimulatedFault> models = new LinkedHashMap<>();

	private final Map<String, GatewayConnection> entries = new LinkedHashMap<>();

	private final SimulatedReplies replies;

	private final TaotokenServer server = TaotokenServer.startInRealTime();

	SimulatedTaotoken(Collection<String> models, SimulationProperties properties) {
		this.replies = new SimulatedReplies(properties);
		for (String model : models) {
			if (!entry(model).isEmpty()) {
				this.entries.put(entry(model), this.server.entry(entry(model)));
			}
			set(model, SimulatedFault.OK);
		}
	}

	@Override
	public URI baseUrl() {
		return this.server.baseUrl();
	}

	@Override
	public String apiKey() {
		return "simulated";
	}

	@Override
	public Map<String, GatewayConnection> entries() {
		return this.entries;
	}

	/**
	 * The models that a name stands for: one, or all of an entry.
	 */
	synchronized List<String> named(String modelOrEntry) {
		return this.models.keySet()
			.stream()
			.filter((model) -> model.equals(modelOrEntry) || entry(model).equals(modelOrEntry))
			.toList();
	}

	synchronized void set(String model, SimulatedFault fault) {
		script(model).will(this.replies.of(fault));
		this.models.put(model, fault);
	}

	private ModelScript script(String model) {
		String entry = entry(model);
		return entry.isEmpty() ? this.server.model(model)
				: this.server.entry(entry).model(model.substring(0, model.length() - entry.length() - 1));
	}

	/** The name of the entry in that of a candidate, or nothing. */
	private static String entry(String model) {
		int separator = model.lastIndexOf('@');
		return (separator < 0) ? "" : model.substring(separator + 1);
	}

	synchronized Map<String, SimulatedFault> models() {
		return new LinkedHashMap<>(this.models);
	}

	@Override
	public void close() {
		this.server.close();
	}

}
