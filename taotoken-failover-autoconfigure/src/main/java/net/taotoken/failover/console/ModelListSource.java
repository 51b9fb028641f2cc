package net.taotoken.failover.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.gateway.GatewayDocuments;
import tools.jackson.databind.JsonNode;

/**
 * Knows by the gateway's list of models which ones it offers to the key.
 *
 * @since 0.1.0
 */
public final class ModelListSource implements ModelStatusSource {

	private final GatewayDocuments documents;

	private final String path;

	private final Schedule schedule;

	private final boolean complete;

	/**
	 * Create a source.
	 * @param documents fetches the list
	 * @param path the path of the list, such as {@code /v1/models}
	 * @param schedule when it is read
	 */
	public ModelListSource(GatewayDocuments documents, String path, Schedule schedule) {
		this(documents, path, schedule, false);
	}

	/**
	 * Create a source.
	 * @param documents fetches the list
	 * @param path the path of the list, such as {@code /v1/models}
	 * @param schedule when it is read
	 * @param complete whether a model that is not listed is not there at all, rather than
	 * one to be asked last
	 */
	public ModelListSource(GatewayDocuments documents, String path, Schedule schedule, boolean complete) {
		this.documents = documents;
		this.path = path;
		this.schedule = schedule;
		this.complete = complete;
	}

	@Override
	public StatusReport read(Set<String> models) {
		Set<String> offered = offered();
		Map<String, ModelStatus> report = new HashMap<>();
		for (String model : models) {
			report.put(model, offered.contains(model) ? ModelStatus.up() : notListed());
		}
		return StatusReport.of(report);
	}

	private ModelStatus notListed() {
		return this.complete ? ModelStatus.notOffered("its entry does not list it, so that it is not tried there")
				: ModelStatus.down("the gateway does not list it among its models");
	}

	/**
	 * The ids of the models that the gateway offers now.
	 * @return the ids, at least one
	 * @throws RuntimeException if there is no list, or none that is whole
	 */
	public Set<String> offered() {
		JsonNode document = LenientJson.parse("models", this.documents.get(this.path, this.schedule.timeout()));
		if (document.path("has_more").asBoolean(false)) {
			throw new UnusableDocumentException("models: the list has further pages");
		}
		Set<String> ids = new LinkedHashSet<>();
		for (JsonNode entry : document.path("data")) {
			String id = entry.path("id").asString("");
			if (!id.isBlank()) {
				ids.add(id);
			}
		}
		if (ids.isEmpty()) {
			throw new UnusableDocumentException("models: there is no model in the list");
		}
		return ids;
	}

	@Override
	public Duration interval() {
		return this.schedule.interval();
	}

	@Override
	public double jitter() {
		return this.schedule.jitter();
	}

}
